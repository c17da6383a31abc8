import type { CronFields } from "./cron-fields.ts";
import { matchDay } from "./match-day.ts";
import { autoPeriodMs } from "./own-phase.ts";
import { readExpression } from "./read-expression.ts";

const dayS = 86_400;
/** Long enough to see a 29 February twice. */
const maxDays = 3000;

/**
 * The schedule's longest pause, ms: the unit of "three schedule periods without a fresh look". The longest rather than
 * the average, so that a schedule for working hours isn't found failing every night. Ignores summer time.
 */
export async function schedulePeriodMs(expression: string): Promise<number> {
  if (expression === "auto") return autoPeriodMs;
  const reading = await readExpression(expression);
  return reading.ok ? maxPauseS(reading.fields) * 1000 : dayS * 1000;
}

function maxPauseS({ seconds, minutes, hours, ...days }: CronFields): number {
  const second = { first: first(seconds), last: last(seconds) };
  const minute = { first: first(minutes) * 60 + second.first, last: last(minutes) * 60 + second.last };
  const hour = { first: first(hours) * 3600 + minute.first, last: last(hours) * 3600 + minute.last };
  return Math.max(
    widestStep(seconds),
    widestStep(minutes) * 60 - (second.last - second.first),
    widestStep(hours) * 3600 - (minute.last - minute.first),
    widestDayStep({ seconds, minutes, hours, ...days }) * dayS - (hour.last - hour.first),
  );
}

/** The widest distance between neighbours; 0 where there is but one. */
function widestStep(values: readonly number[]): number {
  return Math.max(0, ...values.slice(1).map((value, index) => value - (values[index] ?? value)));
}

function widestDayStep(fields: CronFields): number {
  const matching: number[] = [];
  for (let index = 0; index < maxDays; index++) {
    const day = new Date(Date.UTC(2000, 0, 1 + index));
    if (matchDay(fields, day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate())) matching.push(index);
  }
  return matching.length < 2 ? maxDays : widestStep(matching);
}

const first = (values: readonly number[]) => values[0] ?? 0;
const last = (values: readonly number[]) => values.at(-1) ?? 0;
