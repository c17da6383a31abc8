import { type Command as Described, InvalidArgumentError, Option } from "commander";
import { explainFailures, UsageError } from "../account/api-failure.ts";
import type { CommandContext } from "../command-context.ts";
import { type Command, type CommandGroup, type Flag, isSwitch, longNameOf, WrongValue } from "./command.ts";
import { globalFlags } from "./global-options.ts";

/** Runs what was asked for, once the context is known. */
export type AskedCommand = (context: CommandContext) => Promise<number>;

/** Describes commands to commander; `onAsked` hears which one a command line names, with all that it is given. */
export function addCommands(
  program: Described,
  commands: readonly (Command | CommandGroup)[],
  onAsked: (described: Described, asked: AskedCommand) => Promise<void>,
): void {
  for (const each of commands) {
    if ("run" in each) addCommand(program, each, onAsked);
    else {
      const group = program.command(each.name).description(each.about);
      if (each.usage !== undefined) group.usage(each.usage);
      if (each.moreHelp !== undefined) group.addHelpText("after", each.moreHelp);
      for (const command of each.commands) addCommand(group, command, onAsked, each);
    }
  }
}

function addCommand(
  parent: Described,
  command: Command,
  onAsked: (described: Described, asked: AskedCommand) => Promise<void>,
  group?: CommandGroup,
): void {
  const described = parent.command(command.name).description(command.about);
  for (const word of command.words) described.argument(word, command.aboutWords?.[nameOf(word)]);
  const written = new Map<string, string>();
  const options = Object.entries(command.flags).map(([name, flag]) => ({
    name,
    flag,
    option: toOption(flag, written),
  }));
  for (const { option } of options) described.addOption(option);
  addGlobalOptions(described);
  if (command.moreHelp !== undefined) described.addHelpText("after", command.moreHelp);
  described.action(async (...received: unknown[]) => {
    // commander appends its own two arguments: the options, then the command.
    const words = command.words.map((word, at) => received[at] ?? (word.includes("...") ? [] : null)) as GivenWords; // as described
    const found = described.opts();
    const flags = options.map(({ name, flag, option }) => [name, found[option.attributeName()] ?? flag.unset] as const);
    const run = (context: CommandContext) => command.run(context, words, Object.fromEntries(flags));
    const given = new Map<string, string | null>([
      ...written,
      ["--config", described.optsWithGlobals<{ config?: string }>().config ?? null],
    ]);
    await onAsked(described, async (context) => {
      const wrong = await explainFailures(context, async () => requireWords(command, words, given));
      if (wrong !== 0) return wrong;
      return (command.asksApi ?? group?.asksApi) ? explainFailures(context, () => run(context)) : run(context);
    });
  });
}

/** Every command takes them too, so that they work before and after its own arguments. */
export function addGlobalOptions(described: Described): void {
  for (const flag of Object.values(globalFlags)) {
    const option = new Option(flag.written, flag.about);
    described.addOption("choices" in flag ? option.choices(flag.choices) : option);
  }
}

type GivenWords = readonly (string | null | readonly string[])[];

/** `written` gets what follows the flag. */
function toOption(flag: Flag, written: Map<string, string>): Option {
  const option = new Option(flag.written, flag.about);
  const { unset } = flag;
  if (isSwitch(flag)) return option;
  // An empty list would only look odd in the help.
  if (unset !== null && !Array.isArray(unset)) option.default(unset);
  return option.argParser((text, before: unknown) => {
    written.set(longNameOf(flag), text);
    try {
      return flag.read?.(text, before ?? unset);
    } catch (error) {
      if (!(error instanceof WrongValue)) throw error;
      throw new InvalidArgumentError(`expected ${error.message}${error.message.endsWith("?") ? "" : "."}`);
    }
  });
}

const nameOf = (word: string) => word.replace(/[<>[\]]|\.\.\./g, "");
const isBlank = (text: string | null) => text !== null && text.trim() === "";

/** An empty word is a variable that isn't set, and means nothing: least of all everything, or the zone itself. 0: there is none. */
function requireWords(command: Command, words: GivenWords, written: ReadonlyMap<string, string | null>): 0 {
  const empty = command.words.filter((_, at) => [words[at] ?? null].flat().some(isBlank));
  const flags = [...written].filter(([, text]) => isBlank(text)).map(([name]) => name);
  const problems = [...empty.map((word) => nameOf(word).toUpperCase()), ...flags].map((name) => `${name} is empty`);
  if (problems.length > 0) throw new UsageError(problems, "a variable that is not set?");
  return 0;
}
