import { logLevels } from "../../model/settings/log-level.ts";
import { type GlobalOptions, outputFormats } from "../command-context.ts";

/** A command line that needs no parser: one of the everyday commands, with its own switches and what every command takes. */
export interface PlainWords {
  readonly command: PlainCommand;
  readonly switches: ReadonlySet<string>;
  readonly options: GlobalOptions;
  readonly color: boolean;
}

export type PlainCommand = keyof typeof switchesOf;

const switchesOf = {
  run: [],
  once: ["--dry-run", "--force"],
  status: ["--watch"],
  update: ["--force"],
  healthcheck: [],
} as const;
const optionOf: Readonly<Record<string, string>> = {
  ...{ "--config": "--config", "-c": "--config", "--output": "--output", "-o": "--output" },
  "--log-level": "--log-level",
};

/**
 * Reads the command lines that start most often: loading commander and describing all commands to it would take a third of
 * their time. Null for everything that is not plain, a mistake among it: commander knows what to say.
 */
export function readPlainWords(argv: readonly string[]): PlainWords | null {
  const given = new Map<string, string>();
  const others: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    const [, long, joined] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    const option = optionOf[long ?? word];
    if (option === undefined) others.push(word);
    else {
      const value = joined ?? argv[++at] ?? "";
      if (value === "" || value.startsWith("-") || given.has(option)) return null;
      given.set(option, value);
    }
  }
  const [command = "", ...rest] = others.filter((word) => word !== "--no-color");
  if (!isPlainCommand(command)) return null;
  const switches: readonly string[] = switchesOf[command];
  if (rest.some((word) => !switches.includes(word))) return null;
  const options = readOptions(given);
  return options && { command, switches: new Set(rest), options, color: !others.includes("--no-color") };
}

function isPlainCommand(word: string): word is PlainCommand {
  return Object.hasOwn(switchesOf, word);
}

function readOptions(given: ReadonlyMap<string, string>): GlobalOptions | null {
  const named = given.get("--output") ?? "table";
  const output = outputFormats.find((format) => format === named);
  const logLevel = given.get("--log-level");
  if (output === undefined || (logLevel !== undefined && !logLevels.some((level) => level === logLevel))) return null;
  return { config: given.get("--config"), output, logLevel };
}
