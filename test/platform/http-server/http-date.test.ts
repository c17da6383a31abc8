import fc from "fast-check";
import { it } from "vitest";
import { httpDate } from "../../../src/platform/http-server/http-date.ts";

it("writes every moment as toUTCString does", () => {
  const moments = fc.integer({ min: 0, max: Date.parse("9999-12-31T23:59:59Z") });
  fc.assert(fc.property(moments, (wallMs) => httpDate(wallMs) === new Date(wallMs).toUTCString()));
});
