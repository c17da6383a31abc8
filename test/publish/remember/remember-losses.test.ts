import { describe, expect, it } from "vitest";
import type { Detection } from "../../../src/model/detection.ts";
import type { RememberedName } from "../../../src/model/state.ts";
import { rememberLosses } from "../../../src/publish/remember/remember-losses.ts";
import { draftState, rememberedName } from "../../../src/publish/remember/state-draft.ts";
import { hour, minute, nowMs, published, seen, stateOf, v6, wanted } from "../facts.ts";

const name = "home.example.no";

interface Given {
  readonly whenLost?: "keep" | "delete";
  readonly atMs?: number;
}

/** The entry after one look, and whether it is worth a write. */
function look(
  what: Detection["verdict"] | Detection | null,
  before: Partial<RememberedName>,
  { whenLost = "keep", atMs = nowMs }: Given = {},
) {
  const draft = draftState(stateOf({ [name]: { ipv6: { ...published(v6), ...before } } }));
  const made = typeof what === "string" ? seen("ipv6", what, what === "confirmed" ? v6 : null) : what;
  rememberLosses(draft, made === null ? [] : [made], { names: [wanted(name)], whenLost, nowMs: atMs });
  const { lostSinceMs, lostSeenMs, deletionToldMs } = rememberedName(draft.state, name, "ipv6") ?? {};
  return { lostSinceMs, lostSeenMs, deletionToldMs, changed: draft.isChanged() };
}

const notLost = { lostSinceMs: null, lostSeenMs: null, deletionToldMs: null };

describe("a family that was published and is not there", () => {
  it("is lost from now on", () => {
    expect(look("absent", {})).toEqual({ ...notLost, lostSinceMs: nowMs, lostSeenMs: nowMs, changed: true });
  });

  it("is noted again only every ten minutes", () => {
    const lostAt = (ms: number) => ({ lostSinceMs: ms, lostSeenMs: ms });
    expect(look("absent", lostAt(nowMs - 10 * minute + 1))).toMatchObject({ changed: false });
    expect(look("absent", lostAt(nowMs - 10 * minute))).toMatchObject({
      lostSinceMs: nowMs - 10 * minute,
      lostSeenMs: nowMs,
      changed: true,
    });
  });

  it("was not lost while nobody looked", () => {
    const before = { lostSinceMs: nowMs - 5 * hour, lostSeenMs: nowMs - 3 * hour };
    expect(look("absent", before)).toMatchObject({ lostSinceMs: nowMs - 2 * hour, lostSeenMs: nowMs, changed: true });
    const justBefore = { lostSinceMs: nowMs - 5 * hour, lostSeenMs: nowMs - hour };
    expect(look("absent", justBefore)).toMatchObject({ lostSinceMs: nowMs - 5 * hour, lostSeenMs: nowMs });
    expect(look("absent", { lostSinceMs: nowMs - 3 * hour, lostSeenMs: null })).toMatchObject({ lostSinceMs: nowMs });
  });

  it("is not lost by any look that doesn't prove it: every one of the 24 hours has to", () => {
    const lost = { lostSinceMs: nowMs - 23 * hour, lostSeenMs: nowMs - minute, deletionToldMs: nowMs - minute };
    for (const verdict of ["confirmed", "unknown", "unconfirmed", "disagreement", "refused"] as const) {
      expect(look(verdict, lost)).toEqual({ ...notLost, changed: true });
    }
    const nobodyKnows = { ...seen("ipv6", "absent"), answers: [] };
    expect(look(nobodyKnows, lost)).toEqual({ ...notLost, changed: true });
    expect(look(null, lost)).toEqual({ ...lost, changed: false });
  });

  it("is not deleted on the word of a look that finds no network at all", () => {
    const lost = { lostSinceMs: nowMs - 30 * hour, lostSeenMs: nowMs - minute, deletionToldMs: nowMs - 2 * hour };
    const draft = draftState(stateOf({ [name]: { ipv6: { ...published(v6), ...lost } } }));
    const both = [seen("ipv4", "absent"), seen("ipv6", "absent")];
    rememberLosses(draft, both, { names: [wanted(name)], whenLost: "delete", nowMs });
    const offline = rememberedName(draft.state, name, "ipv6");
    expect(offline).toMatchObject({ lostSinceMs: lost.lostSinceMs, deletionToldMs: null });
    // Back with IPv4 alone: told anew, and an hour for IPv6 to come back, too.
    rememberLosses(draft, [seen("ipv4", "confirmed", "185.0.2.1"), seen("ipv6", "absent")], {
      ...{ names: [wanted(name)], whenLost: "delete" as const },
      nowMs: nowMs + minute,
    });
    expect(rememberedName(draft.state, name, "ipv6")).toMatchObject({ deletionToldMs: nowMs + minute });
  });

  it("has its deletion told of an hour before, where the user wants one", () => {
    const lost = (ms: number) => ({ lostSinceMs: nowMs - ms, lostSeenMs: nowMs - minute });
    const deletes = { whenLost: "delete" } as const;
    expect(look("absent", lost(23 * hour - 1), deletes)).toMatchObject({ deletionToldMs: null, changed: false });
    expect(look("absent", lost(23 * hour), deletes)).toMatchObject({ deletionToldMs: nowMs, changed: true });
    expect(look("absent", lost(23 * hour))).toMatchObject({ deletionToldMs: null, changed: false });
    const told = { ...lost(23 * hour), deletionToldMs: nowMs - minute };
    expect(look("absent", told, deletes)).toMatchObject({ deletionToldMs: nowMs - minute, changed: false });
    expect(look("absent", told)).toMatchObject({ deletionToldMs: null, changed: true });
  });
});

it("A family that is there, or was never published, is not lost", () => {
  expect(look("confirmed", {})).toEqual({ ...notLost, changed: false });
  expect(look("unknown", {})).toEqual({ ...notLost, changed: false });
  expect(look("absent", { published: null })).toEqual({ ...notLost, changed: false });
});

it("A name that nothing is remembered of gets no entry", () => {
  const draft = draftState(stateOf());
  const context = { names: [wanted(name)], whenLost: "keep", nowMs } as const;
  rememberLosses(draft, [seen("ipv4", "absent"), seen("ipv6", "absent")], context);
  expect(draft.state).toEqual(stateOf());
});
