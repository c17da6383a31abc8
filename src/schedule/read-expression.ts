import type { Fallible } from "../model/fallible.ts";
import { type CronFields, parsePlainFields } from "./cron-fields.ts";
import { findNextMatch } from "./find-next-match.ts";
import { suggestCron } from "./suggest-cron.ts";

export type ReadExpression = Fallible<{ readonly fields: CronFields }>;

/** Any moment: an expression that comes at all comes within the years after it. */
const someDayMs = Date.UTC(2000, 0, 1);

/**
 * Takes an expression of five or six fields apart. node-cron judges whatever isn't plain (names, `@daily`, `L`, `#` …),
 * loaded only then. It isn't asked for the time itself: it starts from the system's clock only, and keeps 9 MB of Intl.
 */
export async function readExpression(expression: string): Promise<ReadExpression> {
  const plain = parsePlainFields(expression);
  const reading = plain ? ({ ok: true, fields: plain } as const) : await readWithNodeCron(expression);
  if (reading.ok && findNextMatch(reading.fields, someDayMs) === null) {
    return { ok: false, reason: "that moment never comes: no month has such a day" };
  }
  return reading;
}

/** Every second of a minute, every minute of an hour … spelled out takes about half of it. */
const maxLength = 1000;

async function readWithNodeCron(expression: string): Promise<ReadExpression> {
  if (expression.length > maxLength) {
    return { ok: false, reason: `it is ${expression.length} characters long; the limit is ${maxLength}` };
  }
  const suggested = suggestCron(expression.trim());
  if (suggested !== null) return { ok: false, reason: `did you mean "${suggested}"?` };
  // node-cron writes a range out before it looks how long it is, until no memory is left.
  const [wide] = /\d{4,}/.exec(expression) ?? [];
  if (wide !== undefined) return { ok: false, reason: `"${wide}" is not a value of any field` };
  const count = expression.trim().split(/\s+/).filter(Boolean).length;
  if (!expression.trim().startsWith("@") && (count < 5 || count > 6)) {
    return { ok: false, reason: `expected 5 or 6 fields like "*/30 * * * * *", but got ${count}` };
  }
  const { validateDetailed } = await import("node-cron");
  const { fields, errors } = validateDetailed(expression);
  if (!fields) return { ok: false, reason: describeErrors(errors) };
  return {
    ok: true,
    fields: {
      seconds: ascending(fields.second),
      minutes: ascending(fields.minute),
      hours: ascending(fields.hour),
      daysOfMonth: fields.dayOfMonth,
      months: ascending(fields.month),
      daysOfWeek: fields.dayOfWeek,
    },
  };
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((one, other) => one - other);
}

const fieldNames: Readonly<Record<string, string>> = {
  second: "second (0 to 59)",
  minute: "minute (0 to 59)",
  hour: "hour (0 to 23)",
  dayOfMonth: "day of the month (1 to 31)",
  month: "month (1 to 12)",
  dayOfWeek: "day of the week (0 to 7)",
};

function describeErrors(errors: readonly { field: string; value?: string; message: string }[]): string {
  const sentences = errors.map(({ field, value, message }) =>
    field in fieldNames ? `"${value}" is not a valid ${fieldNames[field]}` : message,
  );
  return sentences.join(", ");
}
