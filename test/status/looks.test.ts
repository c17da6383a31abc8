import { describe, expect, test } from "vitest";
import type { Detection, SourceAnswer, Verdict } from "../../src/model/detection.ts";
import { type LookStatus, noteLooks } from "../../src/status/looks.ts";

const detection = (verdict: Verdict, uplink = "default"): Detection => ({
  uplink,
  family: "ipv4",
  verdict,
  address: verdict === "confirmed" ? "185.0.2.1" : null,
  source: null,
  reason: verdict === "confirmed" ? null : "a reason",
  answers: [],
});

describe("a look", () => {
  test("that confirms or finds no such address is heard and settled", () => {
    for (const verdict of ["confirmed", "absent", "refused"] as const) {
      expect(noteLooks([], [detection(verdict)], 5)).toMatchObject([{ verdict, heardMs: 5, settledMs: 5 }]);
    }
  });

  test("in which sources contradict each other is heard, and as settled as the one before", () => {
    const before = noteLooks([], [detection("confirmed")], 5);
    for (const verdict of ["disagreement", "unconfirmed"] as const) {
      expect(noteLooks(before, [detection(verdict)], 9)).toMatchObject([
        { heardMs: 9, settledMs: 5, reason: "a reason" },
      ]);
    }
  });

  test("that nobody answers leaves both times as they were", () => {
    const before = noteLooks([], [detection("confirmed")], 5);
    expect(noteLooks(before, [detection("unknown")], 9)).toMatchObject([
      { verdict: "unknown", heardMs: 5, settledMs: 5 },
    ]);
    expect(noteLooks([], [detection("unknown")], 9)).toMatchObject([{ heardMs: null, settledMs: null }]);
  });

  test("that finds no such address confirms nothing", () => {
    expect(noteLooks([], [detection("absent")], 5)).toMatchObject([{ confirmedMs: null }]);
    const before = noteLooks([], [detection("confirmed")], 5);
    expect(noteLooks(before, [detection("absent")], 9)).toMatchObject([{ confirmedMs: 5, settledMs: 9 }]);
  });

  test("is kept apart by uplink, and dropped with it", () => {
    const both = noteLooks([], [detection("confirmed"), detection("confirmed", "lte")], 5);
    expect(noteLooks(both, [detection("unknown", "lte")], 9)).toMatchObject([{ uplink: "lte", heardMs: 5 }]);
  });
});

describe("what the sources of a confirmed address say besides", () => {
  const answer = (source: string, address: string | null, more: Partial<SourceAnswer> = {}): SourceAnswer => {
    const where = { uplink: "default", family: "ipv4", durationMs: 1, authoritative: false, reason: null } as const;
    return { source, operator: source, kind: address === null ? "none" : "address", address, ...where, ...more };
  };
  /** After looks with these answers, one after the other. */
  const seenAfter = (...looks: readonly (readonly SourceAnswer[])[]) =>
    looks.reduce<readonly LookStatus[]>(
      (known, answers) => noteLooks(known, [{ ...detection("confirmed"), answers }], 5),
      [],
    );
  const wrong = answer("a", "185.0.2.8");
  const right = answer("b", "185.0.2.1");

  test("is who was outvoted, until it agrees, though it is not asked in every look", () => {
    const outvoted = [{ source: "a", address: "185.0.2.8" }];
    expect(seenAfter([wrong, right])).toMatchObject([{ outvoted }]);
    expect(seenAfter([wrong, right], [right], [right, answer("a", null)])).toMatchObject([{ outvoted }]);
    expect(seenAfter([wrong, right], [right], [answer("a", "185.0.2.1")])).toMatchObject([{ outvoted: [] }]);
    expect(noteLooks(seenAfter([wrong, right]), [detection("unknown")], 9)).toMatchObject([{ outvoted: [] }]);
  });

  test("is that the address is shared, until the router or this machine has it", () => {
    const shared = [{ ...detection("confirmed"), translation: "the provider translates" }];
    const known = noteLooks([], shared, 5);
    const next = (answers: readonly SourceAnswer[]) => noteLooks(known, [{ ...detection("confirmed"), answers }], 9);
    expect(next([right])).toMatchObject([{ translation: "the provider translates" }]);
    expect(next([right, answer("natpmp:", "185.0.2.1", { operator: "router" })])).toMatchObject([
      { translation: null },
    ]);
    expect(noteLooks(known, [detection("unknown")], 9)).toMatchObject([{ translation: null }]);
  });
});
