import { expect, it } from "vitest";
import { readRetryAfterMs } from "../../../src/api/send/retry-after.ts";

const nowMs = Date.parse("2026-01-01T00:00:00Z");

it.each([
  ["120", 120_000],
  [" 5 ", 5000],
  ["0", 0],
  ["Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
  ["Wed, 31 Dec 2025 23:00:00 GMT", 0],
  ["soon", null],
  ["-5", null],
  ["", null],
  ["12 34", null],
])("reads Retry-After %j as %j ms", (header, expected) => {
  expect(readRetryAfterMs({ "retry-after": header }, nowMs)).toBe(expected);
});

it("is no wait without the header", () => {
  expect(readRetryAfterMs({}, nowMs)).toBeNull();
});
