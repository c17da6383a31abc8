import { describe, expect, it } from "vitest";
import { schedulePeriodMs } from "../../src/schedule/schedule-period.ts";

describe("a schedule's period", () => {
  it.each([
    ["*/30 * * * * *", 30],
    ["* * * * * *", 1],
    ["0 * * * * *", 60],
    ["5,50 * * * * *", 45],
    ["*/5 * * * *", 300],
    ["*/25 * * * *", 1500],
    ["10 * * * *", 3600],
    ["0 3 * * *", 86_400],
    ["0 3,15 * * *", 43_200],
    ["0 8-18 * * *", 14 * 3600],
    ["*/30 * 8-18 * * 1-5", 61 * 3600 + 30],
    ["0 0 * * 1", 7 * 86_400],
    ["0 0 1 * *", 31 * 86_400],
    ["0 0 1 1 *", 366 * 86_400],
    ["0,20 0,30 * * * *", 1780],
    ["0 0,50 8,20 * * *", 12 * 3600 - 3000],
    ["@hourly", 3600],
  ])("of %s is its longest pause, %i s", async (expression, seconds) => {
    expect(await schedulePeriodMs(expression)).toBe(seconds * 1000);
  });

  it("is never zero, nor endless for the rarest of days", async () => {
    expect(await schedulePeriodMs("0 0 29 2 1")).toBe(3000 * 86_400_000);
  });
});
