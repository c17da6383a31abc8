import { describe, expect, test } from "vitest";
import type { Detection, Verdict } from "../../src/model/detection.ts";
import { noteLooks } from "../../src/status/looks.ts";

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
    for (const verdict of ["confirmed", "absent"] as const) {
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
