import type { CronFields } from "./cron-fields.ts";
import { matchDay } from "./match-day.ts";

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
/** A 29 February that must be a Monday comes every 28 years, every 40 around 2100. */
const maxSearchYears = 100;

/**
 * The first whole second after `fromWallMs` whose local time the expression allows; null if none comes in 100 years.
 * An hour that summer time leaves out has no match, one that winter time repeats matches both times (node-cron would
 * jump from the first to after the second, and a look every 30 s would sleep for an hour).
 */
export function findNextMatch(fields: CronFields, fromWallMs: number): number | null {
  let ms = Math.floor(fromWallMs / secondMs) * secondMs + secondMs;
  const lastYear = new Date(ms).getFullYear() + maxSearchYears;
  for (;;) {
    const moment = new Date(ms);
    if (!(moment.getFullYear() <= lastYear)) return null;
    const skipToMs = findSkip(fields, moment);
    if (skipToMs === null) return ms;
    ms = skipToMs;
  }
}

/** Null if the moment matches, otherwise a later one before which nothing matches. */
function findSkip(fields: CronFields, moment: Date): number | null {
  const [year, month, day] = [moment.getFullYear(), moment.getMonth(), moment.getDate()];
  const [hour, minute, second] = [moment.getHours(), moment.getMinutes(), moment.getSeconds()];
  const intoHourMs = minute * minuteMs + second * secondMs;
  if (!matchDay(fields, year, month + 1, day)) {
    return skip(moment, new Date(year, month, day + 1).getTime());
  }
  if (!fields.hours.includes(hour)) return skip(moment, moment.getTime() + hourMs - intoHourMs);
  const nextMinute = fields.minutes.find((value) => value >= minute) ?? 60;
  if (nextMinute > minute) return skip(moment, moment.getTime() + nextMinute * minuteMs - intoHourMs);
  const nextSecond = fields.seconds.find((value) => value >= second) ?? 60;
  return nextSecond === second ? null : moment.getTime() + (nextSecond - second) * secondMs;
}

/** If the clocks change on the way, continues minute by minute, since the local time in between is not what it seems. */
function skip(from: Date, toMs: number): number {
  const changes = new Date(toMs).getTimezoneOffset() !== from.getTimezoneOffset();
  return changes ? from.getTime() + minuteMs - from.getSeconds() * secondMs : toMs;
}
