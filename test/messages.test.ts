import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** What nobody says aloud like that, and why; docs/messages.md is the rule. */
const neverRight: readonly (readonly [phrase: RegExp, why: string])[] = [
  [/(?<!there )\b(?:is|are) no (?!longer|reason|use|need|request\b)\w/i, "say what it is not: `is not a port`"],
  [/(?<!\bhow many )\bany more\b(?= *[.,;:"`]| *$)/i, "say `no longer` before the verb"],
  [/\bno more\b(?= *[.,;:"`]| *$)/i, "say `no longer` before the verb"],
  [/\b[Tt]here is no such (?:file|column|option|command)\b/, "say `no such file`"],
  [/\bno way to it\b/, "say `no route to it`"],
  [/(?:^|[.!?] |\/\/ |\/\*\* )Else\b/, "say `Otherwise`"],
  [/\b(?:fine|well) again\b/i, "say `recovered`"],
  [/\bpass(?:es|ed)? over (?!the last|a proxy)\w/i, "say `skip`"],
  [/\b(?:a bug in this program|which is a bug)\b/i, "say `internal error; please report it`"],
  [/\bcounts after a restart\b/i, "say `takes effect after a restart`"],
  [/\bthe records go\b/i, "say `deleting the records`"],
  [/\bThere is nothing here\b/, "say `Not found.`"],
  [/\b(?:dear|homeless)\b/i, "say `expensive`, `without a zone`"],
];

const filesIn = (folder: string, ending: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
const files = [...filesIn("src", ".ts"), ...filesIn("docs", ".md"), "README.md", "CHANGELOG.md"];

it.each(neverRight)("nothing says %s", (phrase, why) => {
  const said = files
    .filter((file) => file !== "docs/messages.md")
    .flatMap((file) =>
      readFileSync(join(root, file), "utf8")
        .split("\n")
        .flatMap((line, at) => (phrase.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [])),
    );
  expect(said, why).toEqual([]);
});

it("reads enough to mean something", () => {
  expect(files.length).toBeGreaterThan(500);
});
