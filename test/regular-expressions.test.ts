import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "acorn";
import { transformSync } from "esbuild";
import { checkSync } from "recheck";
import { expect, it } from "vitest";

// Its program for this machine is faster and optional; its JavaScript is everywhere the same.
process.env.RECHECK_BACKEND = "pure";

/**
 * What may take more than linear time, or is put together while the program runs, and why that does no harm. By file and
 * the beginning of the pattern.
 */
const excused: readonly (readonly [file: string, pattern: string, reason: string])[] = [
  ["api/zone-file/character-strings.ts", '"((?:', "the same text was matched as a whole before: every quote is closed"],
  ["simulator/store/record-content.ts", '"((?:', "the same text was matched as a whole before: every quote is closed"],
  ["platform/logger.ts", '"(?:[^"', "a line that JSON.stringify wrote: every quote is closed"],
  ["config/file/substitute.ts", "\\$\\$\\{", "reads up to the last brace only: every opening one is closed"],
  ["status/guard/reading-cookie.ts", "new RegExp", "a fixed name, and numbers of bounded length"],
  ["api/gigahost-options.ts", "(?<!\\/)\\/+$", "begins once in a run of slashes, behind which nothing else can match"],
  [
    "config/values/base-url.ts",
    "(?<!\\/)\\/+$",
    "begins once in a run of slashes, behind which nothing else can match",
  ],
];

const root = new URL("../src", import.meta.url).pathname;
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => /(?<!\.d)\.c?ts$/.test(file));

interface Pattern {
  readonly source: string;
  readonly flags: string;
}

interface SyntaxNode {
  readonly type: string;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: { readonly name?: string };
}

/** The regular expressions in a file; one that is put together while it runs has no flags. */
function patternsIn(file: string): Pattern[] {
  const text = readFileSync(join(root, file), "utf8");
  const { code } = transformSync(text, { loader: "ts", format: "esm", target: "esnext" });
  const found: Pattern[] = [];
  const queue: unknown[] = [parse(code, { ecmaVersion: "latest", sourceType: "module" })];
  for (const each of queue) {
    if (typeof each !== "object" || each === null) continue;
    const node = each as SyntaxNode; // a list of nodes has none of these fields
    if (node.regex) found.push({ source: node.regex.pattern, flags: node.regex.flags });
    if (/^(New|Call)Expression$/.test(node.type) && node.callee?.name === "RegExp") {
      found.push({ source: "new RegExp", flags: "dynamic" });
    }
    queue.push(...Object.values(each));
  }
  return found;
}

/** By its structure where that can be told, else by trying: with the same seed each time, and bounded by steps, not by time. */
function isLinear({ source, flags }: Pattern): boolean {
  const limits = { timeout: 120_000, attackTimeout: 120_000, incubationTimeout: 120_000 };
  return checkSync(source, flags, { ...limits, randomSeed: 1 }).status === "safe";
}

/** Where nothing repeats without end, nothing takes more than linear time: looking closer takes most of this test's. */
const repeats = /[*+]|\{\d+,\}/;

const found = files.map((file): [string, readonly Pattern[]] => [
  file,
  patternsIn(file).filter(({ source, flags }) => flags === "dynamic" || repeats.test(source)),
]);

it.each(found.filter(([, patterns]) => patterns.length > 0))(
  "reads foreign text in linear time: %s",
  (file, patterns) => {
    const slow = patterns.filter(({ source, flags }) => {
      if (excused.some(([where, pattern]) => where === file && source.startsWith(pattern))) return false;
      return flags === "dynamic" || !isLinear({ source, flags });
    });
    expect(slow.map(({ source, flags }) => `/${source}/${flags}`)).toEqual([]);
  },
  240_000,
);

it("excuses only what is there", () => {
  const stale = excused.filter(([file, pattern]) => {
    return !found.some(([where, patterns]) => where === file && patterns.some((it) => it.source.startsWith(pattern)));
  });
  expect(stale.map(([file, pattern]) => `${file}: ${pattern}`)).toEqual([]);
});

it("sees what is quadratic", () => {
  for (const source of ["[:=]+$", "([?&][^=&#]*(?:token|key)[^=&#]*=)[^&#]+", "\\$\\{([A-Z]+)(?::-([^}]*))?\\}"]) {
    expect(isLinear({ source, flags: "g" })).toBe(false);
  }
});
