import type { GlobalOptions } from "../command-context.ts";
import { everydayCommands } from "../commands/daemon-commands.ts";
import { type Command, isSwitch, longNameOf } from "./command.ts";
import { takeGlobalOptions } from "./global-options.ts";

/** A command line that needs no parser: one of the everyday commands, with its own switches and what every command takes. */
export interface PlainWords {
  readonly command: string;
  readonly switches: ReadonlySet<string>;
  readonly options: GlobalOptions;
  readonly color: boolean;
}

/**
 * Reads the command lines that start most often: loading commander and describing all commands to it would take a third of
 * their time. Null for everything that is not plain, a mistake among it: commander knows what to say.
 */
export function readPlainWords(argv: readonly string[]): PlainWords | null {
  const { others, options, color, help, problems, isDoubtful } = takeGlobalOptions(argv);
  const [name = "", ...rest] = others;
  const command = everydayCommands.find((known) => known.name === name);
  if (command === undefined || help || isDoubtful || problems.length > 0) return null;
  const known = switchesOf(command);
  return rest.every((word) => known.includes(word)) ? { command: name, switches: new Set(rest), options, color } : null;
}

function switchesOf({ flags }: Command): string[] {
  return Object.values(flags)
    .filter((flag) => isSwitch(flag))
    .map(longNameOf);
}
