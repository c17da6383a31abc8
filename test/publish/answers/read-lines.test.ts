import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHtmlPage } from "../../../src/platform/http/is-html-page.ts";
import { readLines } from "../../../src/publish/answers/read-lines.ts";
import { serverWords } from "../../../src/publish/answers/server-words.ts";
import { v4, v6 } from "../facts.ts";

const a = "a.example.no";
const b = "b.example.no";

/** `good 185.0.2.1 for a.example.no` for each statement. */
function read(body: string): string[] {
  return readLines(body, [a, b]).map(({ word, hostname, addresses }) =>
    [word, ...addresses, ...(hostname === null ? [] : ["for", hostname])].join(" "),
  );
}

describe("a line", () => {
  it.each([
    [`good ${v4}`, `good ${v4}`],
    ["GOOD 2A03:94E0:0::1", `good ${v6}`],
    [`good (${v4}), [${v6}]`, `good ${v4} ${v6}`],
    [`${a}: good ${v4}`, `good ${v4} for ${a}`],
    [`nohost ${a}.`, `nohost for ${a}`],
    [`nohost - ${a} is nowhere`, `nohost for ${a}`],
    [`good ${v4} (was 198.51.100.7)`, `good ${v4}`],
    ["good now 198.51.100.7", "good 198.51.100.7"],
    ["badauth: wrong password", "badauth"],
    ["911", "911"],
    ["911 [out of order]", "911"],
    ["!yours", "!yours"],
    ["!active:", "!active"],
  ])("%j states %s", (line, expected) => {
    expect(read(line)).toEqual([expected]);
  });

  it.each([
    "",
    "hello",
    "it is good",
    "Good morning to you",
    "Abuse is reported",
    `${a} ${b} good`,
    `${a} good ${b}`,
    "x.example.no good",
    `nochg ${v4}.5`,
    `good ${v4}/24`,
    "good 2a03:::1 set",
    `badagent ${Array(21).fill("word").join(" ")}`,
    "# good",
  ])("%j states nothing", (line) => {
    expect(read(line)).toEqual([]);
  });

  it("may hold several statements, as long as no remark stands between them", () => {
    expect(read(`good ${v4} nochg ${v6}`)).toEqual([`good ${v4}`, `nochg ${v6}`]);
    expect(read(`${a} good ${v4}; nohost ${b}`)).toEqual([`good ${v4} for ${a}`, `nohost for ${b}`]);
    expect(read("nohost sorry, good luck with badauth")).toEqual(["nohost"]);
  });
});

describe("a body", () => {
  it("is read line by line, whatever ends the lines", () => {
    expect(read(`good ${v4}\rnohost\r\nnochg<br/>911\n`)).toEqual([`good ${v4}`, "nohost", "nochg", "911"]);
  });

  it("that is a page for people states nothing", () => {
    for (const page of ["<!DOCTYPE html>", "<html>", "<HEAD >", '<body class="x">', "<html lang=no>"]) {
      expect(isHtmlPage(page)).toBe(true);
      expect(read(`good\n${page}\ngood`)).toEqual([]);
    }
    expect(isHtmlPage("<b>good</b> <header>")).toBe(false);
  });

  it("gives for each word exactly that word, in either case", () => {
    for (const word of Object.keys(serverWords)) expect(read(`${word}\n${word.toUpperCase()}`)).toEqual([word, word]);
  });

  it("of any text at all gives known words and hostnames only", () => {
    const part = fc.oneof(fc.constantFrom("good", "911", "abuse", v4, v6, a, b, " ", "\n", ":", "(", ","), fc.string());
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        for (const { word, hostname } of readLines(parts.join(""), [a, b])) {
          expect(Object.hasOwn(serverWords, word)).toBe(true);
          expect([a, b, null]).toContain(hostname);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
