import { apiCommands } from "../commands/api/api-commands.ts";
import { takeGlobalOptions, type WithoutGlobals } from "./global-options.ts";

/** The words of `api SECTION OPERATION …`, with the options that every command takes set apart. */
export interface ApiWords extends Pick<WithoutGlobals, "options" | "color" | "help" | "problems"> {
  /** What comes before the first flag: the section, the operation. */
  readonly named: readonly string[];
  /** The flags and what follows, for the operation to make sense of. */
  readonly rest: readonly string[];
}

/** The commands below `api` that have their own parser. */
const otherCommands: readonly string[] = ["help", ...apiCommands.commands.map(({ name }) => name)];

/** Takes a command line apart if it calls an operation by name; null for any other command. */
export function readApiWords(argv: readonly string[]): ApiWords | null {
  const { others, options, color, help, problems } = takeGlobalOptions(argv);
  const [command, section] = others;
  if (command !== "api" || section === undefined || section.startsWith("-") || otherCommands.includes(section))
    return null;
  const firstFlag = others.findIndex((word, index) => index > 0 && word.startsWith("-"));
  const end = firstFlag === -1 ? others.length : firstFlag;
  return { named: others.slice(1, end), rest: others.slice(end), options, color, help, problems };
}
