import { describe, expect, it } from "vitest";
import type { CronFields } from "../../src/schedule/cron-fields.ts";
import { matchDay } from "../../src/schedule/match-day.ts";

const upTo = (least: number, most: number) => Array.from({ length: most - least + 1 }, (_, index) => least + index);

/** Which days of that month the expression allows. */
function daysOf(fields: Partial<CronFields>, year: number, month: number): number[] {
  const all = { seconds: [0], minutes: [0], hours: [0], daysOfMonth: upTo(1, 31), months: upTo(1, 12) };
  const days = upTo(1, new Date(Date.UTC(year, month, 0)).getUTCDate());
  return days.filter((day) => matchDay({ ...all, daysOfWeek: upTo(0, 6), ...fields }, year, month, day));
}

describe("a day of the month", () => {
  it.each<[string | number, number, number, number[]]>([
    [15, 2026, 1, [15]],
    [31, 2026, 4, []],
    ["L", 2026, 1, [31]],
    ["L", 2026, 2, [28]],
    ["L", 2028, 2, [29]],
    ["L", 2026, 4, [30]],
    ["L-3", 2026, 1, [28]],
    ["L-30", 2026, 2, []],
    // 2026-08: the 1st is a Saturday, the 15th too, the 16th a Sunday, the 31st a Monday.
    ["14W", 2026, 8, [14]],
    ["15W", 2026, 8, [14]],
    ["16W", 2026, 8, [17]],
    ["1W", 2026, 8, [3]],
    ["31W", 2026, 8, [31]],
    ["LW", 2026, 8, [31]],
    // 2026-05-31 and 2026-03-01 are Sundays, 2026-02-28 is a Saturday.
    ["LW", 2026, 5, [29]],
    ["31W", 2026, 5, [29]],
    ["1W", 2026, 3, [2]],
    ["LW", 2026, 2, [27]],
    ["30W", 2026, 2, []],
    ["0W", 2026, 1, []],
    ["L-1W", 2026, 2, [27]],
    ["x15", 2026, 1, []],
    ["15x", 2026, 1, []],
    ["", 2026, 1, []],
  ])("written %j is in %i-%i: %j", (token, year, month, days) => {
    expect(daysOf({ daysOfMonth: [token] }, year, month)).toEqual(days);
  });

  it("may be any of several", () => {
    expect(daysOf({ daysOfMonth: [1, "L", 9] }, 2026, 2)).toEqual([1, 9, 28]);
  });
});

describe("a day of the week", () => {
  it.each<[string | number, number, number, number[]]>([
    [1, 2026, 2, [2, 9, 16, 23]],
    [0, 2026, 2, [1, 8, 15, 22]],
    ["5L", 2026, 1, [30]],
    ["6L", 2026, 1, [31]],
    ["0L", 2026, 2, [22]],
    ["7L", 2026, 2, [22]],
    ["6L", 2026, 2, [28]],
    ["5#2", 2026, 1, [9]],
    ["4#1", 2026, 1, [1]],
    ["3#1", 2026, 1, [7]],
    ["4#5", 2026, 1, [29]],
    ["7#1", 2026, 1, [4]],
    ["1#5", 2026, 1, []],
    ["5#6", 2026, 1, []],
    ["x5#2", 2026, 1, []],
    ["5#2x", 2026, 1, []],
    ["5Lx", 2026, 1, []],
    ["5", 2026, 1, []],
  ])("written %j is in %i-%i: %j", (token, year, month, days) => {
    expect(daysOf({ daysOfWeek: [token] }, year, month)).toEqual(days);
  });

  it("must agree with the day of the month, and with the month", () => {
    expect(daysOf({ daysOfMonth: upTo(8, 14), daysOfWeek: [2, "3L"] }, 2026, 1)).toEqual([13]);
    expect(daysOf({ daysOfMonth: [13], months: [2, 3] }, 2026, 1)).toEqual([]);
    expect(daysOf({ daysOfMonth: [13], months: [2, 3] }, 2026, 3)).toEqual([13]);
  });
});
