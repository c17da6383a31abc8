import { expect, it } from "vitest";
import { readRetryAfterMs } from "../../../../src/api/send/pace/retry-after.ts";

const nowMs = Date.parse("2026-01-01T00:00:00Z");

it.each([
  ["120", 120_000],
  [" 5 ", 5000],
  ["0", null],
  ["0.0", null],
  ["Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
  ["Wed, 31 Dec 2025 23:00:00 GMT", null],
  ["Thu, 01 Jan 2026 00:00:00 GMT", null],
  ["soon", null],
  ["-5", null],
  ["", null],
  ["12 34", null],
])("reads Retry-After %j as %j ms", (header, expected) => {
  expect(readRetryAfterMs({ "retry-after": header }, nowMs)).toBe(expected);
});

it("is not a wait without the header", () => {
  expect(readRetryAfterMs({}, nowMs)).toBeNull();
});

it.each([
  ["Thu, 01 Jan 2026 05:01:00 GMT", "Thu, 01 Jan 2026 05:00:00 GMT", 60_000],
  ["Wed, 31 Dec 2025 20:01:00 GMT", "Wed, 31 Dec 2025 20:00:00 GMT", 60_000],
  ["Thu, 01 Jan 2026 00:01:00 GMT", "Thu, 01 Jan 2026 00:02:00 GMT", null],
  ["Thu, 01 Jan 2026 00:01:00 GMT", "yesterday", 60_000],
  ["30", "Thu, 01 Jan 2026 05:00:00 GMT", 30_000],
])("counts Retry-After %j from the answer's own Date, %j", (header, date, expected) => {
  expect(readRetryAfterMs({ "retry-after": header, date }, nowMs)).toBe(expected);
});
