import { describe, expect, it } from "vitest";
import { allOf, exactlyOneOf, neededFor, someOf } from "../../../src/api/values/parameter-rules.ts";

describe("rules between parameters", () => {
  it("take exactly one of several", () => {
    const check = exactlyOneOf("ip_id", "sub_id");
    expect(check({ ip_id: 1 })).toEqual([]);
    expect(check({ ip_id: undefined, sub_id: 1 })).toEqual([]);
    expect(check({})).toEqual(["exactly one of ip_id, sub_id is needed, none was given"]);
    expect(check({ ip_id: 1, sub_id: 2 })).toEqual([
      "exactly one of ip_id, sub_id is needed, ip_id and sub_id were given",
    ]);
  });

  it("take at least one of several", () => {
    const check = someOf("label", "permissions");
    expect(check({ label: "" })).toEqual([]);
    expect(check({ label: "x", permissions: {} })).toEqual([]);
    expect(check({ id: 1 })).toEqual(["at least one of label, permissions is needed"]);
  });

  it("name each parameter that is missing", () => {
    expect(neededFor({ a: 1 }, ["a", "b", "c"], "to restore")).toEqual([
      "b is required to restore",
      "c is required to restore",
    ]);
  });

  it("give all problems at once", () => {
    const check = allOf(exactlyOneOf("pid", "hash"), someOf("os_id"));
    expect(check({})).toHaveLength(2);
    expect(check({ pid: 1, os_id: 2 })).toEqual([]);
  });
});
