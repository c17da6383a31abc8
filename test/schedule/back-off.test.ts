import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backOff, usualBackOff } from "../../src/schedule/back-off.ts";

const attempts = fc.integer({ min: -5, max: 1_000_000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("the back-off", () => {
  it("is between 30 s and 1 h, however often it failed", () => {
    fc.assert(
      fc.property(attempts, random, (count, number) => {
        const waitMs = backOff(count, usualBackOff, () => number);
        expect(waitMs).toBeGreaterThanOrEqual(30_000);
        expect(waitMs).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });

  it("doubles with every failure up to the limit", () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 8, 9, 500].map((count) => backOff(count, usualBackOff, () => 0.999_999_9));
    expect(longest.map((ms) => Math.round(ms / 1000))).toEqual([45, 90, 180, 360, 720, 1440, 2880, 3600, 3600, 3600]);
    const shortest = [1, 2, 3, 4, 8, 500].map((count) => backOff(count, usualBackOff, () => 0));
    expect(shortest.map((ms) => ms / 1000)).toEqual([30, 60, 120, 240, 2400, 2400]);
  });

  it("is longer after each failure whatever chance says, until the limit is near", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), random, random, (count, one, other) => {
        const longer = backOff(count + 1, usualBackOff, () => other);
        expect(longer).toBeGreaterThan(backOff(count, usualBackOff, () => one));
      }),
    );
  });

  it("is spread, so that clients cut off together don't come back together", () => {
    const waits = new Set(Array.from({ length: 100 }, () => backOff(1, usualBackOff, Math.random)));
    expect(waits.size).toBeGreaterThan(90);
  });

  it("keeps to a maximum below the base", () => {
    fc.assert(
      fc.property(attempts, random, (count, number) => {
        expect(backOff(count, { baseMs: 5000, maxMs: 1000 }, () => number)).toBe(1000);
      }),
    );
  });

  it("starts from the half-hour a troubled server asks for", () => {
    const limits = { baseMs: 1_800_000, maxMs: 14_400_000 };
    expect(backOff(1, limits, () => 0)).toBe(1_800_000);
    expect(backOff(3, limits, () => 0)).toBe(7_200_000);
  });
});
