import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextRun } from "../../src/schedule/next-run.ts";
import { nextOwnMoment } from "../../src/schedule/own-phase.ts";
import { schedulePeriodMs } from "../../src/schedule/schedule-period.ts";
import { validateSchedule } from "../../src/schedule/validate-schedule.ts";

const start = Date.UTC(2026, 0, 1);

describe("schedule: auto", () => {
  it("is every 30 s, at the same seconds as long as the salt is the same", async () => {
    let ms = start;
    const moments = [1, 2, 3, 4].map(() => (ms = nextOwnMoment(ms, "a salt")));
    expect(moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0))).toEqual([30_000, 30_000, 30_000]);
    expect(nextOwnMoment(start + 86_400_000, "a salt") - (moments[0] ?? 0)).toBe(86_400_000);
    expect(await nextRun("auto", start, "a salt")).toBe(moments[0]);
    expect(await schedulePeriodMs("auto")).toBe(30_000);
    expect(await validateSchedule("auto")).toBeNull();
  });

  it("spreads installations evenly: none of 30 seconds has more than twice its share of 30 000 of them", () => {
    const second = () => Math.floor((nextOwnMoment(start, randomBytes(16).toString("hex")) % 30_000) / 1000);
    const counts = new Map<number, number>();
    for (let index = 0; index < 30_000; index++) {
      const each = second();
      counts.set(each, (counts.get(each) ?? 0) + 1);
    }
    expect(counts.size).toBe(30);
    expect(Math.max(...counts.values())).toBeLessThan(2_000);
  });

  it("comes within 1 to 31 s whatever the moment and the salt, and never twice for a timer that fired early", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.string(), (fromMs, salt) => {
        const next = nextOwnMoment(fromMs, salt);
        expect(next).toBeGreaterThan(fromMs + 1_000);
        expect(next).toBeLessThanOrEqual(fromMs + 31_000);
        expect(nextOwnMoment(next - 20, salt)).toBe(next + 30_000);
        expect(nextOwnMoment(next, salt)).toBe(next + 30_000);
      }),
    );
  });

  it("leaves an expression that somebody wrote as it is", async () => {
    for (const salt of ["one", "another"]) {
      expect(await nextRun("*/30 * * * * *", start + 1, salt)).toBe(start + 30_000);
    }
  });
});
