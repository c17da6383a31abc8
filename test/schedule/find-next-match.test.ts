import { afterEach, describe, expect, it } from "vitest";
import type { CronFields } from "../../src/schedule/cron-fields.ts";
import { findNextMatch } from "../../src/schedule/find-next-match.ts";
import { nextRun } from "../../src/schedule/next-run.ts";

const systemZone = process.env.TZ;

afterEach(() => {
  if (systemZone === undefined) delete process.env.TZ;
  else process.env.TZ = systemZone;
});

const upTo = (least: number, most: number) => Array.from({ length: most - least + 1 }, (_, index) => least + index);
const always: CronFields = {
  seconds: [0],
  minutes: upTo(0, 59),
  hours: upTo(0, 23),
  daysOfMonth: upTo(1, 31),
  months: upTo(1, 12),
  daysOfWeek: upTo(0, 6),
};

/** The obvious way: minute after minute. */
function findByTrying({ minutes, hours, daysOfMonth, months, daysOfWeek }: CronFields, fromMs: number): number | null {
  for (let ms = Math.floor(fromMs / 60_000) * 60_000 + 60_000; ms < fromMs + 8 * 86_400_000; ms += 60_000) {
    const moment = new Date(ms);
    if (
      minutes.includes(moment.getMinutes()) &&
      hours.includes(moment.getHours()) &&
      daysOfMonth.includes(moment.getDate()) &&
      months.includes(moment.getMonth() + 1) &&
      daysOfWeek.includes(moment.getDay())
    )
      return ms;
  }
  return null;
}

describe("the next moment of a schedule", () => {
  it.each([
    ["UTC", "2026-12-31T22:00Z"],
    ["Europe/Oslo", "2024-03-31T01:00Z"],
    ["Europe/Oslo", "2024-10-27T01:00Z"],
    ["America/New_York", "2025-11-02T06:00Z"],
    // Clocks went back at 00:01, to the day before.
    ["America/St_Johns", "2010-11-07T02:31Z"],
    ["Australia/Lord_Howe", "2025-04-05T15:00Z"],
    ["Australia/Lord_Howe", "2025-10-04T15:30Z"],
    ["Asia/Kolkata", "2026-02-28T18:30Z"],
  ])("in %s around %s is the one found minute by minute", (zone, around) => {
    process.env.TZ = zone;
    const schedules: readonly Partial<CronFields>[] = [
      {},
      { minutes: [0] },
      { minutes: [15, 45] },
      { minutes: [30], hours: [1, 2] },
      { minutes: [5], hours: [23] },
      { minutes: [30], hours: [23] },
      { minutes: [59], hours: [2] },
      { minutes: [0], hours: [0], daysOfWeek: [1] },
      { minutes: [10], hours: [4], daysOfMonth: [1, 5, 31] },
    ];
    for (const schedule of schedules) {
      for (let minutes = -400; minutes <= 400; minutes += 25) {
        const fromMs = Date.parse(around) + minutes * 60_000 + 17_000;
        const expected = findByTrying({ ...always, ...schedule }, fromMs);
        if (expected !== null) expect(findNextMatch({ ...always, ...schedule }, fromMs)).toBe(expected);
      }
    }
  });

  it("comes every 30 s also in the hour that winter time repeats", async () => {
    process.env.TZ = "Europe/Oslo";
    const inFirst = Date.parse("2024-10-27T00:10:00Z");
    expect(await nextRun("*/30 * * * * *", inFirst)).toBe(inFirst + 30_000);
    const inSecond = Date.parse("2024-10-27T01:59:30Z");
    expect(await nextRun("*/30 * * * * *", inSecond)).toBe(inSecond + 30_000);
  });

  it("is left out where summer time leaves the hour out", async () => {
    process.env.TZ = "Europe/Oslo";
    const eve = Date.parse("2024-03-30T12:00:00Z");
    expect(new Date(await nextRun("30 2 * * *", eve)).toISOString()).toBe("2024-04-01T00:30:00.000Z");
  });

  it("is always later than the moment asked about, to the whole second", async () => {
    process.env.TZ = "UTC";
    expect(await nextRun("* * * * * *", 1_000)).toBe(2_000);
    expect(await nextRun("* * * * * *", 1_999)).toBe(2_000);
    expect(await nextRun("0 * * * *", -1)).toBe(0);
    expect(await nextRun("0 3 * * *", Date.UTC(2026, 0, 1, 3))).toBe(Date.UTC(2026, 0, 2, 3));
    expect(await nextRun("59 59 23 31 12 *", Date.UTC(2026, 0, 1))).toBe(Date.UTC(2026, 11, 31, 23, 59, 59));
  });

  it("waits decades where it has to: a 29 February on a Monday", async () => {
    process.env.TZ = "UTC";
    expect(await nextRun("0 0 29 2 1", Date.UTC(2024, 2, 1))).toBe(Date.UTC(2044, 1, 29));
  });

  it("rejects for an expression that was refused", async () => {
    await expect(nextRun("0 0 31 2 *", 0)).rejects.toThrow('the schedule "0 0 31 2 *" never comes due');
  });

  it.each([
    ["2026-01-01T00:00:10.000Z", "2026-01-01T00:00:20.000Z"],
    ["2026-01-01T00:00:20.000Z", "2026-01-01T00:00:40.000Z"],
    ["2026-01-01T00:00:40.500Z", "2026-01-01T00:05:20.000Z"],
    ["2026-01-01T00:05:40.000Z", "2026-01-01T06:00:20.000Z"],
    ["2026-01-01T06:05:41.000Z", "2026-01-02T00:00:20.000Z"],
  ])("after %s is %s where seconds, minutes and hours are named", async (from, expected) => {
    process.env.TZ = "UTC";
    const next = await nextRun("20,40 0,5 0,6 * * *", Date.parse(from));
    expect(new Date(next).toISOString()).toBe(expected);
  });

  it("is looked for no longer than a century, and never from no moment at all", () => {
    expect(findNextMatch({ ...always, daysOfMonth: [31], months: [2] }, 0)).toBeNull();
    expect(findNextMatch(always, Number.NaN)).toBeNull();
  });
});
