/** A cron expression taken apart: which values each field allows, ascending. A day may also be a token (`L`, `15W`, `5#2`). */
export interface CronFields {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly (number | string)[];
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly daysOfWeek: readonly (number | string)[];
}

/** Takes an expression apart that consists of numbers, `*`, ranges, steps and lists only; null for all others, wrong ones too. */
export function parsePlainFields(expression: string): CronFields | null {
  const words = expression.trim().split(/ +/);
  const [second, minute, hour, day, month, weekday] = words.length === 5 ? ["0", ...words] : words;
  if (words.length < 5 || words.length > 6) return null;
  const seconds = parseField(second, 0, 59);
  const minutes = parseField(minute, 0, 59);
  const hours = parseField(hour, 0, 23);
  const daysOfMonth = parseField(day, 1, 31);
  const months = parseField(month, 1, 12);
  const daysOfWeek = parseField(weekday, 0, 6);
  if (!seconds || !minutes || !hours || !daysOfMonth || !months || !daysOfWeek) return null;
  return { seconds, minutes, hours, daysOfMonth, months, daysOfWeek };
}

function parseField(field: string | undefined, min: number, max: number): number[] | null {
  const values = new Set<number>();
  for (const part of (field ?? "").split(",")) {
    const range = parseRange(part, min, max);
    if (range === null) return null;
    for (let value = range.first; value <= range.last; value += range.step) values.add(value);
  }
  return [...values].sort((one, other) => one - other);
}

function parseRange(part: string, min: number, max: number) {
  const [, first, last = first, step = "1"] = /^(\*|\d{1,2})(?:-(\d{1,2}))?(?:\/(\d{1,2}))?$/.exec(part) ?? [];
  if (first === undefined) return null;
  if (first === "*") return last === "*" && Number(step) >= 1 ? { first: min, last: max, step: Number(step) } : null;
  const range = { first: Number(first), last: Number(last), step: Number(step) };
  const stepAlone = part.includes("/") && !part.includes("-");
  return stepAlone || range.first < min || range.last > max || range.first > range.last || range.step < 1
    ? null
    : range;
}
