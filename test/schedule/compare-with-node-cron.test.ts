import fc from "fast-check";
import { createTask } from "node-cron";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nextRun } from "../../src/schedule/next-run.ts";
import { readExpression } from "../../src/schedule/read-expression.ts";

const systemZone = process.env.TZ;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
  if (systemZone === undefined) delete process.env.TZ;
  else process.env.TZ = systemZone;
});

/** node-cron's next time; it starts from the system's clock only, and keeps the zone of its first use unless told. */
function askNodeCron(
  expression: string,
  timezone: string,
  fromMs: number,
): { nextMs: number; match: (ms: number) => boolean } {
  vi.setSystemTime(fromMs);
  const task = createTask(expression, () => undefined, { timezone });
  const nextMs = task.getNextRuns(1)[0]?.getTime() ?? Number.NaN;
  void task.destroy();
  return { nextMs, match: (ms) => task.match(new Date(ms)) };
}

const zones = [
  "UTC",
  "Europe/Oslo",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Santiago",
  "Asia/Kolkata",
  "Africa/Casablanca",
];

function fieldOf(least: number, most: number) {
  const number = fc.integer({ min: least, max: most });
  const range = fc.tuple(number, number).map((pair) => `${Math.min(...pair)}-${Math.max(...pair)}`);
  const step = fc.integer({ min: 1, max: most });
  const part = fc.oneof(
    number.map(String),
    range,
    fc.tuple(range, step).map(([text, every]) => `${text}/${every}`),
    step.map((every) => `*/${every}`),
  );
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant("*") },
    { weight: 2, arbitrary: fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(",")) },
  );
}

const dayTokens = fc.constantFrom("*", "*", "L", "LW", "15W", "1W", "31W", "L-3", "29", "30,31", "1-7");
const weekdayTokens = fc.constantFrom("*", "*", "*", "MON", "Mon-Fri", "5L", "1#2", "0#5", "7", "6,0");
const expressions = fc
  .tuple(
    fieldOf(0, 59),
    fieldOf(0, 59),
    fieldOf(0, 23),
    dayTokens,
    fc.constantFrom("*", "2", "MAR", "10", "3,11"),
    weekdayTokens,
  )
  .map((fields) => fields.join(" "));

/** Seconds between 2000 and 2037, one in two within three hours of a change of the clocks. */
const changes = [
  "2024-03-31T01:00Z",
  "2024-10-27T01:00Z",
  "2025-03-09T07:00Z",
  "2025-11-02T06:00Z",
  "2025-04-05T15:00Z",
];
const moments = fc.oneof(
  fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2037, 0, 1) }),
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -3 * 3600, max: 3 * 3600 }))
    .map(([at, s]) => Date.parse(at) + s * 1000),
);

function offsetChanges(fromMs: number, toMs: number): boolean {
  const daysOn = Array.from(
    { length: Math.ceil((toMs - fromMs) / 3_600_000) + 1 },
    (_, index) => fromMs + index * 3_600_000,
  );
  return new Set([...daysOn, toMs].map((ms) => new Date(ms).getTimezoneOffset())).size > 1;
}

describe("the next moment of a schedule", () => {
  it.each(zones)("is node-cron's in %s, and earlier only in an hour that the clocks repeat", async (zone) => {
    process.env.TZ = zone;
    await fc.assert(
      fc.asyncProperty(expressions, moments, async (expression, fromMs) => {
        fc.pre((await readExpression(expression)).ok);
        const ours = await nextRun(expression, fromMs);
        fc.pre(ours - fromMs < 400 * 86_400_000);
        const theirs = askNodeCron(expression, zone, fromMs);
        expect(theirs.match(ours)).toBe(true);
        expect(ours).toBeLessThanOrEqual(theirs.nextMs);
        if (ours !== theirs.nextMs) expect(offsetChanges(fromMs - 86_400_000, theirs.nextMs)).toBe(true);
      }),
      // node-cron takes up to a second for one time near a change of the clocks.
      { numRuns: 15 },
    );
  });
});
