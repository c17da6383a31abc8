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
  [/\bhas to be typed\b/, "say `after you type its name`"],
  [/\binto (?:'single )?quotes\b/, "say `put it in quotes`"],
  [/\bhand(?:s|ed)? over\b/i, "say `pass on`"],
  [/\b(?:hosts?|names?|machines?|one) of the LAN\b/i, "say `on the LAN`"],
  [/\btells? (?:its|their|the) address(?:es)?\b/i, "a device `sends` its address"],
  [/\bmend(?:s|ing)?\b/i, "say `fix`"],
  [/\bmay not be published\b/, "say `must not be published`: `may not` also means `perhaps not`"],
  [/\bthe (?:ones?|those) of before\b/i, "say `the previous one`"],
  [/\bat the latest\b/, "say `after at most`, or `or after`"],
  [/\bno matter of (?:health|theirs)\b/i, "say `doesn't affect the health`"],
  [/\bmany an? [a-z]+ (?:has|is|does)\b/i, "say `many homes have`"],
  [/\banew\b/i, "say `again`"],
  [/\bfaults? of security\b/i, "say `vulnerability`"],
  [/\bthe permission DNS\b/, "say `the DNS permission`"],
  [/\bRead when: it is to\b/, "say `you want to run it`"],
  [/\bnames no (?:topic|token|host|program)\b/, "say `has no topic`"],
  [
    /\b(?:it|that|which|trouble|hold|configuration|success) is told (?:once|again|at once|later|in|and)\b/i,
    "say `it is reported`",
  ],
  [/\b(?:and|daemon that|order|work|loss that) goes on\b/i, "say `continues`, or `keeps running`"],
  [/\b(?:what|which|it|who) stands (?:behind|in|there|before|after)\b(?! for)/i, "say `what follows`, `it is in`"],
  [/, \d+ of them for\b/, "say `38 MB of it for`"],
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
