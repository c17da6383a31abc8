import fc from "fast-check";
import { expect, it } from "vitest";
import { isoTime } from "../../../src/model/time/iso-time.ts";

it("writes every moment as toISOString does", () => {
  const latestMs = 8.64e15;
  const moments = fc.oneof(fc.integer({ min: -latestMs, max: latestMs }), fc.integer({ min: 0, max: 4e12 }));
  fc.assert(fc.property(moments, (wallMs) => isoTime(wallMs) === new Date(wallMs).toISOString()));
  for (const at of ["0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "+010000-01-01T00:00:00.000Z"])
    expect(isoTime(Date.parse(at))).toBe(at);
});

it("refuses what is no moment", () => {
  expect(() => isoTime(Number.NaN)).toThrow(RangeError);
});
