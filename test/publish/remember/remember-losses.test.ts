import { describe, expect, it } from "vitest";
import type { RememberedName } from "../../../src/model/state.ts";
import { rememberLosses } from "../../../src/publish/remember/remember-losses.ts";
import { draftState, rememberedName } from "../../../src/publish/remember/state-draft.ts";
import { hour, minute, nowMs, published, seen, stateOf, v6, wanted } from "../facts.ts";

const name = "home.example.no";

/** The entry after one look, and whether it is worth a write. */
function look(verdict: Parameters<typeof seen>[1] | null, before: Partial<RememberedName>, atMs = nowMs) {
  const draft = draftState(stateOf({ [name]: { ipv6: { ...published(v6), ...before } } }));
  const detections = verdict === null ? [] : [seen("ipv6", verdict, verdict === "confirmed" ? v6 : null)];
  rememberLosses(draft, detections, { names: [wanted(name)], nowMs: atMs });
  const { lostSinceMs, lostSeenMs } = rememberedName(draft.state, name, "ipv6") ?? {};
  return { lostSinceMs, lostSeenMs, changed: draft.isChanged() };
}

describe("a family that was published and is not there", () => {
  it("is lost from now on", () => {
    expect(look("absent", {})).toEqual({ lostSinceMs: nowMs, lostSeenMs: nowMs, changed: true });
  });

  it("is noted again only every ten minutes", () => {
    const lostAt = (ms: number) => ({ lostSinceMs: ms, lostSeenMs: ms });
    expect(look("absent", lostAt(nowMs - 10 * minute + 1))).toMatchObject({ changed: false });
    expect(look("absent", lostAt(nowMs - 10 * minute))).toEqual({
      lostSinceMs: nowMs - 10 * minute,
      lostSeenMs: nowMs,
      changed: true,
    });
  });

  it("was not lost while nobody looked", () => {
    const before = { lostSinceMs: nowMs - 5 * hour, lostSeenMs: nowMs - 3 * hour };
    expect(look("absent", before)).toEqual({ lostSinceMs: nowMs - 2 * hour, lostSeenMs: nowMs, changed: true });
    const justBefore = { lostSinceMs: nowMs - 5 * hour, lostSeenMs: nowMs - hour };
    expect(look("absent", justBefore)).toMatchObject({ lostSinceMs: nowMs - 5 * hour, lostSeenMs: nowMs });
    expect(look("absent", { lostSinceMs: nowMs - 3 * hour, lostSeenMs: null })).toMatchObject({ lostSinceMs: nowMs });
  });

  it("is back with a confirmed address, and with nothing less", () => {
    const lost = { lostSinceMs: nowMs - minute, lostSeenMs: nowMs - minute };
    expect(look("confirmed", lost)).toEqual({ lostSinceMs: null, lostSeenMs: null, changed: true });
    for (const verdict of ["unknown", "unconfirmed", "disagreement", null] as const) {
      expect(look(verdict, lost)).toEqual({ ...lost, changed: false });
    }
  });
});

it("A family that is there, or was never published, is not lost", () => {
  expect(look("confirmed", {})).toEqual({ lostSinceMs: null, lostSeenMs: null, changed: false });
  expect(look("unknown", {})).toEqual({ lostSinceMs: null, lostSeenMs: null, changed: false });
  expect(look("absent", { published: null })).toEqual({ lostSinceMs: null, lostSeenMs: null, changed: false });
});

it("A name that nothing is remembered of gets no entry", () => {
  const draft = draftState(stateOf());
  rememberLosses(draft, [seen("ipv4", "absent"), seen("ipv6", "absent")], { names: [wanted(name)], nowMs });
  expect(draft.state).toEqual(stateOf());
});
