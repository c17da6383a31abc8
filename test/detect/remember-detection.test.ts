import { describe, expect, it } from "vitest";
import { rememberDetection } from "../../src/detect/remember-detection.ts";
import type { Detection, RememberedAddress, SourceAnswer } from "../../src/model/detection.ts";

const nowMs = Date.UTC(2026, 0, 2);
const now = "2026-01-02T00:00:00.000Z";
const before = "2026-01-01T00:00:00.000Z";
const previous: RememberedAddress = {
  address: "185.0.2.1",
  source: "a",
  seenAt: before,
  changedAt: before,
  looksSinceOther: 3,
};

function answer(source: string, operator = source): SourceAnswer {
  const common = { source, operator, uplink: "default", family: "ipv4", durationMs: 1, reason: null } as const;
  return { ...common, kind: "address", address: "185.0.2.1", authoritative: false };
}

function detection(more: Partial<Detection> = {}): Detection {
  const common = { uplink: "default", family: "ipv4", verdict: "confirmed", reason: null } as const;
  return { ...common, address: "185.0.2.1", source: "a", answers: [answer("a")], ...more };
}

describe("remembering a look", () => {
  it("counts looks since another operator was asked", () => {
    expect(rememberDetection(previous, detection(), nowMs)).toEqual({ ...previous, seenAt: now, looksSinceOther: 4 });
    const withOther = detection({ answers: [answer("a"), answer("b")] });
    expect(rememberDetection(previous, withOther, nowMs)?.looksSinceOther).toBe(0);
    const sameOperator = detection({ answers: [answer("a", "google"), answer("b", "google")] });
    expect(rememberDetection(previous, sameOperator, nowMs)?.looksSinceOther).toBe(4);
    const usual = { ...previous, source: "natpmp:" };
    const isFaster = detection({ source: "dns:google", answers: [answer("dns:google", "google")] });
    expect(rememberDetection(usual, isFaster, nowMs)?.looksSinceOther).toBe(0);
    const ownInterface = detection({ answers: [answer("interface:", "this machine"), answer("a")] });
    expect(rememberDetection(previous, ownInterface, nowMs)?.looksSinceOther).toBe(4);
  });

  it("notes when the address changed and who says so now", () => {
    const changed = detection({ address: "185.0.2.2", source: "b", answers: [answer("b")] });
    const expected = { address: "185.0.2.2", source: "b", seenAt: now, changedAt: now, looksSinceOther: 0 };
    expect(rememberDetection(previous, changed, nowMs)).toEqual(expected);
    expect(rememberDetection(null, changed, nowMs)).toEqual(expected);
    expect(rememberDetection(previous, detection({ source: "b" }), nowMs)).toMatchObject({
      source: "b",
      changedAt: before,
    });
  });

  it("keeps what a client of the gateway told, whom nobody asks, until it tells another address", () => {
    const told = { ...previous, source: "push:nas" };
    const same = detection({ source: "push:nas", answers: [answer("push:nas")] });
    expect(rememberDetection(told, same, nowMs)).toBe(told);
    const other = detection({ source: "push:nas", address: "185.0.2.2", answers: [answer("push:nas")] });
    expect(rememberDetection(told, other, nowMs)).toMatchObject({ address: "185.0.2.2", seenAt: now, changedAt: now });
  });

  it("keeps what it knew when a look confirmed nothing", () => {
    for (const verdict of ["unconfirmed", "disagreement", "unknown", "absent"] as const) {
      expect(rememberDetection(previous, detection({ verdict, address: null, source: null }), nowMs)).toBe(previous);
    }
    expect(rememberDetection(null, detection({ verdict: "unknown", address: null, source: null }), nowMs)).toBeNull();
    expect(rememberDetection(previous, detection({ address: null }), nowMs)).toBe(previous);
    expect(rememberDetection(previous, detection({ source: null }), nowMs)).toBe(previous);
    expect(rememberDetection(previous, detection({ verdict: "unconfirmed" }), nowMs)).toBe(previous);
  });
});
