import type { CronFields } from "./cron-fields.ts";

/** Whether the expression allows that day. Both day fields must agree, as node-cron has it (Vixie cron wants either). Month 1 to 12. */
export function matchDay(fields: CronFields, year: number, month: number, day: number): boolean {
  if (!fields.months.includes(month)) return false;
  const weekday = weekdayOf(year, month, day);
  return (
    fields.daysOfMonth.some((token) => matchDayOfMonth(token, year, month, day)) &&
    fields.daysOfWeek.some((token) => matchDayOfWeek(token, year, month, day, weekday))
  );
}

/** `15` · `L` the last day · `L-3` three before it · `15W`, `LW` the working day nearest to it within the month. */
function matchDayOfMonth(token: number | string, year: number, month: number, day: number): boolean {
  if (typeof token === "number") return token === day;
  const last = lastDayOf(year, month);
  const [, base, before, nearest] = /^(L|\d{1,2})(?:-(\d{1,2}))?(W)?$/.exec(token) ?? [];
  if (base === undefined) return false;
  const target = (base === "L" ? last : Number(base)) - Number(before ?? 0);
  return day === (nearest ? nearestWorkingDay(year, month, target, last) : target);
}

/** `5` Friday · `5L` the last one of the month · `5#2` the second one. */
function matchDayOfWeek(token: number | string, year: number, month: number, day: number, weekday: number): boolean {
  if (typeof token === "number") return token === weekday;
  const [, wanted, kind, nth] = /^([0-7])(?:(L)|#([1-5]))$/.exec(token) ?? [];
  if (wanted === undefined || Number(wanted) % 7 !== weekday) return false;
  return kind === "L" ? day + 7 > lastDayOf(year, month) : Math.ceil(day / 7) === Number(nth);
}

function nearestWorkingDay(year: number, month: number, day: number, last: number): number | null {
  if (day < 1 || day > last) return null;
  const weekday = weekdayOf(year, month, day);
  if (weekday === 6) return day === 1 ? day + 2 : day - 1;
  if (weekday === 0) return day === last ? day - 2 : day + 1;
  return day;
}

function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

function lastDayOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
