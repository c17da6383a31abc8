import { logLevels } from "../../model/settings/log-level.ts";
import { type GlobalOptions, outputFormats } from "../command-context.ts";

/** The words of `api SECTION OPERATION …`, with the options that every command takes set apart. */
export interface ApiWords {
  /** What comes before the first flag: the section, the operation. */
  readonly named: readonly string[];
  /** The flags and what follows, for the operation to make sense of. */
  readonly rest: readonly string[];
  readonly help: boolean;
  readonly options: GlobalOptions;
  readonly color: boolean;
  /** What is wrong with the options that every command takes. */
  readonly problems: readonly string[];
}

/** The commands below `api` that have their own parser. */
const otherCommands = ["list", "openapi", "help"];

const shortNames: Readonly<Record<string, string>> = { "-c": "--config", "-o": "--output" };
const withValue = ["--config", "--output", "--log-level"];

/** Takes a command line apart if it calls an operation by name; null for any other command. */
export function readApiWords(argv: readonly string[]): ApiWords | null {
  const globals = new Map<string, string>();
  const others: string[] = [];
  const problems: string[] = [];
  const flags = { help: false, color: true };
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    const [, long = word, joined] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    const name = shortNames[long] ?? long;
    if (word === "--help" || word === "-h") flags.help = true;
    else if (word === "--no-color") flags.color = false;
    else if (!withValue.includes(name)) others.push(word);
    else if (joined === undefined && at + 1 >= argv.length) problems.push(`${name} needs a value`);
    else globals.set(name, joined ?? argv[++at] ?? "");
  }
  const [command, section] = others;
  if (command !== "api" || section === undefined || section.startsWith("-") || otherCommands.includes(section))
    return null;
  const firstFlag = others.findIndex((word, index) => index > 0 && word.startsWith("-"));
  const end = firstFlag === -1 ? others.length : firstFlag;
  return {
    ...{ named: others.slice(1, end), rest: others.slice(end), help: flags.help, color: flags.color },
    ...checkGlobals(globals, problems),
  };
}

function checkGlobals(globals: ReadonlyMap<string, string>, before: readonly string[]) {
  const problems = [...before];
  const given = globals.get("--output") ?? "table";
  const output = outputFormats.find((format) => format === given);
  if (output === undefined) problems.push(`--output ${given}: must be one of ${outputFormats.join(", ")}`);
  const logLevel = globals.get("--log-level");
  if (logLevel !== undefined && !logLevels.some((level) => level === logLevel))
    problems.push(`--log-level ${logLevel}: must be one of ${logLevels.join(", ")}`);
  return { options: { config: globals.get("--config"), output: output ?? "table", logLevel }, problems };
}
