/**
 * A moment in UTC as ISO 8601 writes it: `2026-01-31T12:00:00.000Z`. As `toISOString`, which has V8 open ICU's time zones, down
 * to their names: nearly 2 MiB of memory.
 */
export function isoTime(wallMs: number): string {
  const date = new Date(wallMs);
  const year = date.getUTCFullYear();
  // Longer years have a sign; a moment that there is none of, it refuses.
  if (!(year >= 0 && year <= 9999)) return date.toISOString();
  const day = [pad(year, 4), pad(date.getUTCMonth() + 1), pad(date.getUTCDate())].join("-");
  const time = [pad(date.getUTCHours()), pad(date.getUTCMinutes()), pad(date.getUTCSeconds())].join(":");
  // Joined: thousands are kept, and a template's pieces take four times the memory.
  return [day, "T", time, ".", pad(date.getUTCMilliseconds(), 3), "Z"].join("");
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, "0");
}
