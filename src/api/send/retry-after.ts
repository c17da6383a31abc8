import type { ApiResponse } from "./exchange.ts";

/**
 * The wait that `Retry-After` asks for, in milliseconds; null where there is none or it makes no sense. Seconds or an HTTP
 * date (RFC 9110, section 10.2.3); a date in the past is no wait.
 */
export function readRetryAfterMs(headers: ApiResponse["headers"], wallMs: number): number | null {
  const header = headers["retry-after"];
  const text = (typeof header === "string" ? header : header?.[0])?.trim();
  if (!text) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  // Node reads bare words and negative numbers as dates, too.
  const date = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - wallMs);
}
