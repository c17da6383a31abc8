import { describe, expect, it, onTestFinished, vi } from "vitest";
import { allCommands } from "../../../src/cli/commands/all-commands.ts";
import { runProgram } from "../../../src/cli/program.ts";
import { type Command, type Flag, isSwitch, longNameOf } from "../../../src/cli/words/command.ts";
import { readPlainWords } from "../../../src/cli/words/read-plain-words.ts";
import { runPlainWords } from "../../../src/cli/words/run-plain-words.ts";
import { createTestContext } from "../run-command.ts";

/** What the command is given, without being run. */
function listenTo(command: Command) {
  const run = vi.spyOn(command, "run").mockResolvedValue(0);
  onTestFinished(() => run.mockRestore());
  return () => run.mock.calls.splice(0).map(([{ options, color }, words, flags]) => ({ options, color, words, flags }));
}

/** What their flags take, where a number won't do. */
const sampleTexts: Readonly<Record<string, string>> = {
  "--acme": "home.example.no",
  "--for": "fritzbox",
  "--from": "192.0.2.0/24",
  "--server": "https://ddns.example.no",
};

/** A line that has each of the command's words, and those of its flags that are asked for. */
function lineOf(names: readonly string[], { words }: Command, asked: readonly Flag[]): string[] {
  const texts = asked
    .map((flag) => [longNameOf(flag), sampleTexts[longNameOf(flag)] ?? "7"])
    .flatMap(([name = "", text = ""], at) => (asked[at] && isSwitch(asked[at]) ? [name] : [name, text]));
  return [...names, ...texts, ...words.map((word) => word.replace(/\W/g, ""))];
}

const namedCommands = allCommands.flatMap((each): (readonly [readonly string[], Command])[] =>
  "run" in each ? [[[each.name], each]] : each.commands.map((command) => [[each.name, command.name], command]),
);
/** Started once in a while, by themselves; and `api` has words of its own. */
const others = ["init", "import", "api", "notify", "external-dns", "lease", "completion"];
const plainCommands = namedCommands.filter(([[name = ""]]) => !others.includes(name));

describe.each(plainCommands)("the command %j", (names, command) => {
  const all = Object.values(command.flags);
  it.each([
    ["no flag", []],
    ["all flags", all],
    ...all.map((flag): [string, Flag[]] => [flag.written, [flag]]),
  ] as const)("is given the same without a parser as by commander, with %s", async (_, asked) => {
    const given = listenTo(command);
    const { context } = await createTestContext();
    const argv = [...lineOf(names, command, asked), "--config", "a.yaml", "-o", "json"];
    const plain = await readPlainWords(argv);
    if (plain === null) throw new Error("it is left to commander: src/cli/commands/find-command.ts doesn't find it");
    expect(plain.command).toBe(command);
    await runPlainWords({ ...context, options: plain.options, color: plain.color }, plain);
    const [withoutParser] = given();
    await runProgram(argv, context);
    const [byCommander] = given();
    expect(withoutParser).toMatchObject({ words: byCommander?.words, flags: byCommander?.flags });
    expect(withoutParser?.options).toEqual(byCommander?.options);
  });
});

it("commands have names of their own, and so have the flags of each", () => {
  const commands = allCommands.flatMap((each) =>
    "run" in each ? [each] : each.commands.map((command) => ({ ...command, name: `${each.name} ${command.name}` })),
  );
  const names = commands.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  for (const { name, flags } of commands) {
    const written = Object.values(flags).map(longNameOf);
    expect(written, name).toEqual([...new Set(written)]);
  }
});
