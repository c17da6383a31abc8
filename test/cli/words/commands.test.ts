import { describe, expect, it, onTestFinished, vi } from "vitest";
import { allCommands } from "../../../src/cli/commands/all-commands.ts";
import { everydayCommands } from "../../../src/cli/commands/daemon-commands.ts";
import { runProgram } from "../../../src/cli/program.ts";
import { type Command, isSwitch, longNameOf } from "../../../src/cli/words/command.ts";
import { readPlainWords } from "../../../src/cli/words/read-plain-words.ts";
import { runPlainWords } from "../../../src/cli/words/run-plain-words.ts";
import { createTestContext } from "../run-command.ts";

/** What the command is given, without being run. */
function listenTo(command: Command) {
  const run = vi.spyOn(command, "run").mockResolvedValue(0);
  onTestFinished(() => run.mockRestore());
  return () => run.mock.calls.splice(0).map(([{ options, color }, words, flags]) => ({ options, color, words, flags }));
}

const switchesOf = ({ flags }: Command) => Object.values(flags).filter(isSwitch).map(longNameOf);

describe.each(everydayCommands)("the everyday command $name", (command) => {
  it.each([[[]], [switchesOf(command)], [switchesOf(command).slice(0, 1)]])(
    "is given the same without a parser as by commander, with %j",
    async (switches) => {
      const given = listenTo(command);
      const { context } = await createTestContext();
      const argv = [command.name, ...switches, "--config", "a.yaml", "-o", "json"];
      const plain = readPlainWords(argv);
      if (plain === null) throw new Error("it is left to commander");
      await runPlainWords({ ...context, options: plain.options, color: plain.color }, plain);
      const [withoutParser] = given();
      await runProgram(argv, context);
      const [byCommander] = given();
      expect(withoutParser).toMatchObject({ words: byCommander?.words, flags: byCommander?.flags });
      expect(withoutParser?.options).toEqual(byCommander?.options);
    },
  );
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
