import { logLevels } from "../../model/settings/log-level.ts";
import { type GlobalOptions, outputFormats } from "../command-context.ts";

/** Every command takes them, before and after its own words. */
export const globalFlags = {
  config: { written: "-c, --config <file>", about: "the configuration file" },
  output: { written: "-o, --output <format>", about: "table, json or yaml", choices: outputFormats },
  logLevel: { written: "--log-level <level>", about: "how much to log", choices: logLevels },
  color: { written: "--no-color", about: "print without colour" },
} as const;

/** A command line without what every command takes. */
export interface WithoutGlobals {
  readonly others: readonly string[];
  readonly options: GlobalOptions;
  readonly color: boolean;
  readonly help: boolean;
  /** What is wrong with these options, one sentence each. */
  readonly problems: readonly string[];
  /** Given twice, empty, or with a value that looks like a flag: possible, but hardly intended. */
  readonly isDoubtful: boolean;
}

const withValue = ["--config", "--output", "--log-level"];
const shortNames: Readonly<Record<string, string>> = { "-c": "--config", "-o": "--output" };

/** Takes the options that every command takes out of a command line. */
export function takeGlobalOptions(argv: readonly string[]): WithoutGlobals {
  const given = new Map<string, string>();
  const others: string[] = [];
  const problems: string[] = [];
  const found = { help: false, color: true, isDoubtful: false };
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    const [, long = word, joined] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    const name = Object.hasOwn(shortNames, long) ? (shortNames[long] ?? long) : long;
    if (word === "--help" || word === "-h") found.help = true;
    else if (word === "--no-color") found.color = false;
    else if (!withValue.includes(name)) others.push(word);
    else if (joined === undefined && at + 1 >= argv.length) problems.push(`${name} needs a value`);
    else {
      const value = joined ?? argv[++at] ?? "";
      if (value === "" || value.startsWith("-") || given.has(name)) found.isDoubtful = true;
      given.set(name, value);
    }
  }
  return { others, ...found, ...readGiven(given, problems) };
}

function readGiven(given: ReadonlyMap<string, string>, before: readonly string[]) {
  const output = choose("--output", given, outputFormats);
  const logLevel = choose("--log-level", given, logLevels);
  const options = { config: given.get("--config"), output: output.value ?? "table", logLevel: logLevel.value };
  const empty = given.get("--config")?.trim() === "" ? ["--config is empty; a variable that is not set?"] : [];
  return { options, problems: [...before, ...empty, ...output.problems, ...logLevel.problems] };
}

function choose<Choice extends string>(name: string, given: ReadonlyMap<string, string>, choices: readonly Choice[]) {
  const written = given.get(name);
  const value = choices.find((choice) => choice === written);
  const isWrong = written !== undefined && value === undefined;
  return { value, problems: isWrong ? [`${name} ${written}: must be one of ${choices.join(", ")}`] : [] };
}
