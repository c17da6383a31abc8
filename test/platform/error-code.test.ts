import { expect, it } from "vitest";
import { codeOf, systemError } from "../../src/platform/error-code.ts";

it("the code of an error is its own, else that of its first part or of its cause", () => {
  const refused = systemError("ECONNREFUSED", "127.0.0.1:1");
  expect(codeOf(refused)).toBe("ECONNREFUSED");
  expect(codeOf(new AggregateError([refused, systemError("ENETUNREACH", "::1")]))).toBe("ECONNREFUSED");
  expect(codeOf(new Error("fetch failed", { cause: refused }))).toBe("ECONNREFUSED");
});

it("what has no code has none", () => {
  expect([new Error("x"), "ENOENT", null, new AggregateError([])].map(codeOf)).toEqual([null, null, null, null]);
});
