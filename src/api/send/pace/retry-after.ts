import type { ApiResponse } from "../exchange.ts";

/**
 * The wait that `Retry-After` asks for, in milliseconds; null if it asks for none, makes no sense or is over. Seconds or an
 * HTTP date (RFC 9110, section 10.2.3); a date counts from the answer's own `Date`, since our clock may be wrong.
 */
export function readRetryAfterMs(headers: ApiResponse["headers"], wallMs: number): number | null {
  const text = firstOf(headers["retry-after"]);
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const date = readDate(text);
  const askedMs = Number.isNaN(seconds) ? date - sentMs(headers, wallMs) : Math.round(seconds * 1000);
  return askedMs > 0 ? askedMs : null;
}

function sentMs(headers: ApiResponse["headers"], wallMs: number): number {
  const date = readDate(firstOf(headers.date));
  return Number.isNaN(date) ? wallMs : date;
}

/** Node reads bare words and negative numbers as dates, too. */
function readDate(text: string): number {
  return /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
}

function firstOf(header: string | readonly string[] | undefined): string {
  return (typeof header === "string" ? header : (header?.[0] ?? "")).trim();
}
