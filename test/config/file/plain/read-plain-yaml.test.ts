// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} in plain text is what this is about
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../../src/config/file/parse-yaml.ts";
import { readPlainYaml } from "../../../../src/config/file/plain/read-plain-yaml.ts";

const example = readFileSync(new URL("../../../../config.example.yaml", import.meta.url), "utf8");
const everyKey = example.replaceAll(/^( *)#(?=\S)/gm, "$1").replaceAll(/^# {2,}(?=\S)/gm, "");

/** Whatever the plain reader reads, the library reads as the same, places included. Tells whether it was read. */
function readAsLibrary(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain.ok) expect(plain, JSON.stringify(text)).toEqual(parseYaml(text));
  return plain.ok;
}

describe("what is written the plain way", () => {
  it.each([
    ["the example", example],
    ["the example with Windows' line ends", example.replaceAll("\n", "\r\n")],
    ["no line end at the end", "a: 1\nb:\n  - x"],
    ["a list as far left as its key", "a:\n- x\n- y\nb: 1"],
    ["a list of keys", "a:\n  - name: x\n    b: false\n    c:\n    - 1\n    - 2\n  -   name: y\n  - z\nd: 1"],
    ["brackets", "a: [x, 'y', \"z\\n\\u00e5\", [1, 2], {}, []]\nb: { c: d, e: { f: 0x1F } , 'g':h,\"i\": j, }"],
    ["brackets over several lines", "a: [\n    x,\n\n  y ]\nb: {\n  c: d }"],
    ["brackets that close below their key", "a: [\n  x,\n  y\n]\nb:\n  c: {\n    d: { e: f }\n  }"],
    ["JSON", JSON.stringify({ a: [1, "x", { b: null, c: true }], d: 'å"\\' }, null, 2)],
    ["JSON on one line", `${JSON.stringify({ a: [1, "x", { b: null, c: -1.5e3 }], d: {} })}\n# that was all\n`],
    ["comments", "# a\n\na: 1 # b\n  # c\nb:   # d\n    # e\n  c: x#y # z\n# f"],
    ["values that are left out", "a:\nb:   # none\nc:\n  d:\ne:    \n\n# end"],
    ["a mark where the document begins", "# first\n---\na: 1\n"],
    ["an indented document", "  a: 1\n  b: 2\n"],
    ["an empty one", "# nothing\n\n"],
    [
      "numbers and words",
      "a: 0o17\nb: 1e3\nc: ~\nd: TRUE\ne: 0123\nf: 1_000\ng: -12\nh: +.5\ni: yes\nj: nullable\nk: .5x",
    ],
    [
      "signs inside",
      'a: http://x/?a=1&b#c\nb: -x\nc: :8053\nd: a,b]c}d\ne: $${A} ${B:-c}\nf: it\'s "so"\ng: 2001:db8::1',
    ],
    ["quotes", "a: 'it''s'\nb: ''\nc: \"\"\nd: 'a: b # c'\n'e f': \"\\/\\t\"\n\"g\": 1"],
  ])("is read without the library: %s", (_, text) => {
    expect(readAsLibrary(text)).toBe(true);
  });
});

describe("what is out of the ordinary", () => {
  it.each([
    ["an anchor", "a: &x 1\nb: *x"],
    ["a tag", "a: !!str 1"],
    ["a text of several lines", "a: |\n  x\n  y"],
    ["a folded text", "a: >-\n  x"],
    ["a text that goes on", "a: x\n  y\nb: 1"],
    ["a quoted text that goes on", "a: 'x\n  y'"],
    ["a tab", "a:\tb"],
    ["an explicit key", "? a\n: b"],
    ["two documents", "a: 1\n---\nb: 2"],
    ["a document's end", "a: 1\n...\n"],
    ["a directive", "%YAML 1.2\n---\na: 1"],
    ["a second colon", "a: b: c"],
    ["a missing space", "a:b\nc: 1"],
    ["an indentation that fits nothing", "a:\n    b: 1\n  c: 2"],
    ["a value that is indented too little", "a:\n  b: [\n1]"],
    ["text behind quotes", "a: 'b' c"],
    ["a comment without its space", "a: 'b'#c"],
    ["an open bracket", "a: [b"],
    ["an open quote", "a: 'b\nc: 1"],
    ["an escape that JSON lacks", 'a: "\\x41"'],
    ["nothing between commas", "a: [b, , c]"],
    ["a pair in a list", "a: [b: c]"],
    ["a key alone in brackets", "a: {b, c: d}"],
    ["a variable in brackets", "a: [${B}]"],
    ["brackets that close too far left", "a:\n  b: [\n    [ c\n  ] ]"],
    ["a comment in brackets", "a: [b, # c\n  d]"],
    ["a list in a list", "- - a"],
    ["a dash alone", "a:\n  -\n  - b"],
    ["a list beside keys", "a: 1\n- b"],
    ["a scalar", "hello"],
    ["no number", "a: .nan"],
    ["a lone carriage return", "a: 1\rb: 2"],
    ["another sort of space", "a:\u00a0b\nc: 1"],
    ["a byte order mark inside", "a: 1\n\ufeffb: 2"],
    ["deeper than anybody writes", `${Array.from({ length: 30 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")} 1`],
    ["more keys than anybody has", Array.from({ length: 1001 }, (_, at) => `k${at}: 1`).join("\n")],
    ["a key without end", `${"k".repeat(2000)}: 1`],
  ])("is left to the library: %s", (_, text) => {
    expect(readPlainYaml(text).ok).toBe(false);
  });
});

it("says where that begins", () => {
  expect(readPlainYaml("a: 1\nb: &x 2\n")).toEqual({ ok: false, stoppedAt: { line: 2, column: 4 } });
  expect(readPlainYaml("a: 1\nb:\t2\nc: 3\n")).toMatchObject({ ok: false, stoppedAt: { line: 2 } });
});

const piece = fc.constantFrom(
  ..."abc01:{}[],&*!|>'\"%@`#-?.~ \n\t$\\\r\u0085",
  ...["\n  ", "\n    ", "\n- ", "\n  - ", "\n\n", ": ", "- ", " #", "# x\n", "key: ", "key:\n", "a: 1\n", "b: 'x'\n"],
  ...['"x"', "''", "---", "...", "null", "true", "0x1f", "1.5", "[a, b]", "{ a: b }", "\r\n", "?", "? ", "x y", "<<"],
);
const soup = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(""));

const scalar = fc.constantFrom("x", "1", "true", "~", "'q'", '"d"', "a b", "a#b", "-1", "http://x:1/", '"a: b"', "''");
const flow = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small" }, scalar, scalar, tie("list"), tie("map")),
  list: fc
    .array(tie("value"), { maxLength: 3 })
    .chain((items) =>
      fc
        .tuple(fc.constantFrom(", ", ",", ",\n   ", " ,\n"), fc.constantFrom("", "", "\n", "\n  "))
        .map(([comma, end]) => `[${items.join(comma)}${end}]`),
    ),
  map: fc
    .array(tie("value"), { maxLength: 3 })
    .chain((items) =>
      fc
        .constantFrom(", ", ",\n    ", " ,")
        .map((comma) => `{${items.map((item, at) => `k${at}: ${item}`).join(comma)}}`),
    ),
})).value as fc.Arbitrary<string>; // letrec forgets it
const noise = fc.constantFrom("", "", "", " # c", "   ", "\n# c", "\n", "\n    # c");
/** A block, line by line, as somebody might write it who is not careful with blanks. */
const block = fc.letrec((tie) => ({
  lines: fc.oneof({ depthSize: "small" }, tie("map"), tie("list")),
  map: fc
    .array(fc.tuple(fc.constantFrom("a", "b", "c d", "'e'", "1"), tie("entry"), noise), { minLength: 1, maxLength: 3 })
    .map((pairs) => pairs.map(([key, entry, end]) => `${key}:${entry}${end}`).join("\n")),
  list: fc
    .array(fc.tuple(fc.oneof(scalar, flow, tie("map")), noise), { minLength: 1, maxLength: 3 })
    .map((items) => items.map(([item, end]) => `- ${indent(String(item), 2).trimStart()}${end}`).join("\n")),
  entry: fc.oneof(
    scalar.map((text) => ` ${text}`),
    flow.map((text) => ` ${text}`),
    fc
      .tuple(tie("lines"), noise, fc.constantFrom(0, 1, 2, 4))
      .map(([lines, end, by]) => `${end}\n${indent(String(lines), by)}`),
    fc.constantFrom("", "  "),
  ),
})).lines as fc.Arbitrary<string>; // as above

function indent(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, " ".repeat(by));
}

/** A text with a few places of it torn out, or something put in. */
const damaged = (text: string) =>
  fc
    .tuple(fc.nat(text.length), fc.nat(3), fc.oneof(piece, fc.constant("")), fc.nat(text.length), piece)
    .map(([at, length, put, second, more]) => {
      const torn = text.slice(0, at) + put + text.slice(at + length);
      return torn.slice(0, second) + more + torn.slice(second);
    });

/** How many texts of each kind; some of them must be read, or the comparison would say nothing. */
it.each([
  ["pieces", soup, 20_000, 500],
  ["blocks", block, 8000, 2000],
  ["brackets", flow.map((text) => `a: ${text}\nb: 1`), 4000, 500],
  ["JSON", fc.jsonValue().map((value) => JSON.stringify({ value }, null, 2)), 2000, 200],
  ["damaged blocks", block.chain(damaged), 8000, 1000],
  ["damaged examples", fc.constantFrom(example, everyKey).chain(damaged), 300, 30],
])(
  "reads %s as the library does, or leaves them to it",
  (_, texts, numRuns, least) => {
    let read = 0;
    fc.assert(
      fc.property(texts, (text) => {
        if (readAsLibrary(text)) read++;
      }),
      { numRuns: Number(process.env.RUNS ?? 1) * numRuns },
    );
    expect(read).toBeGreaterThan(least);
  },
  600_000,
);
