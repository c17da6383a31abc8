import { describe, expect, it } from "vitest";
import { parseZoneFile } from "../../../src/api/zone-file/parse-zone-file.ts";

const read = (line: string) => {
  const { records, problems } = parseZoneFile(`a 60 ${line}\n`, "example.no");
  return [...records.map(({ type, value }) => `${type} ${value}`), ...problems.map(({ problem }) => problem)].join();
};

describe("data written as octets", () => {
  it.each([
    ["A \\# 4 C0000201", "A 192.0.2.1"],
    ["TYPE1 \\# 4 C000 ( 0201 )", "A 192.0.2.1"],
    ["CNAME \\# 7 01610378 2e7900", "CNAME a.x\\046y."],
    ["TXT \\# 6 0568656C6C6F", 'TXT "hello"'],
    ["MX \\# 5 000a016100", "MX 10 a."],
    ["TYPE16 hello", 'TXT "hello"'],
  ])("is read as its type writes it: %s", (written, value) => {
    expect(read(written)).toBe(value);
  });

  it.each([
    "A \\# 5 C0000201",
    "A \\# 4 C00002",
    "CNAME \\# 2 0161",
    "TXT \\# 2 0561",
    "MX \\# 0",
    "A \\#",
    "A \\# 1 zz",
  ])("is refused where it isn't whole: %s", (written) => {
    expect(read(written)).toMatch(/^the octets behind \\# are not a valid |^the \w+ record's \\# isn't followed by /);
  });

  it("is refused for a type whose octets aren't known", () => {
    expect(read("TYPE1234 \\# 1 00")).toContain("RFC 3597");
  });
});
