// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} in plain text is what this is about
import { expect, it } from "vitest";
import { findProblems, loadText, withKeys } from "./load-text.ts";

/** What takes more than linear time at these sizes takes minutes, or all memory there is: then the test doesn't end. */
it.each([
  ["a source with 4,000 parameters", `ipv4: { sources: ['https://x.example/${"?key".repeat(4000)}'] }`, "characters"],
  [
    "defaults that are never closed",
    `state_dir: '${"${A:-".repeat(160_000)}'`,
    "800000 characters long; the limit is 8192",
  ],
  ["a schedule's endless range", "schedule: '0-4294967295 * * * * *'", '"4294967295" is not a value of any field'],
  ["a schedule of blanks", `schedule: '* * * * *${" ".repeat(8000)}x'`, "the limit is 1000"],
  ["a command of backslashes", `ipv4: { sources: ['command:${"\\".repeat(8000)}'] }`, null],
  ["a command with an open quote", `ipv4: { sources: ['command:"${"a".repeat(8000)}'] }`, "is never closed"],
  ["keys without end", Array.from({ length: 60_000 }, (_, at) => `k${at}: 1`).join("\n"), "the limit is 1000"],
  ["one key without end", "ttl: 60\n".repeat(60_000), "far too many keys here"],
])("is judged soon: %s", async (_, keys, message) => {
  const problems = (await findProblems(withKeys(keys))).join("\n");
  if (message === null) expect(problems).toBe("");
  else expect(problems).toContain(message);
});

it("tells no more problems than anybody reads", async () => {
  const names = "\n  - a.no".repeat(60_000);
  const problems = await findProblems(`account: { api_key: flux_live_0 }\nhostnames:${names}`);
  expect(problems).toHaveLength(500);
  expect(problems[0]).toContain("is given twice");
});

it("reads more than a megabyte where it is written the plain way, and says what is not", async () => {
  const names = Array.from({ length: 60_000 }, (_, at) => `  - host-${at}.example.no\n`).join("");
  const text = `account: { api_key: flux_live_0 }\nhostnames:\n${names}`;
  expect((await loadText(text)).config.hostnames).toHaveLength(60_000);
  expect(await findProblems(`${text}ttl: &ttl 60\n`)).toEqual([
    expect.stringMatching(/^60003:6 : a configuration of more than 1 MB has each value on one line/),
  ]);
});
