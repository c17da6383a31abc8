import { Command, CommanderError } from "commander";
import { findNearestWord } from "../model/nearest-word.ts";
import type { GlobalOptions, OutputFormat } from "./command-context.ts";
import { allCommands } from "./commands/all-commands.ts";
import { suggestApiWords } from "./commands/api/suggest-operation.ts";
import { explainError } from "./explain-error.ts";
import { wantsColor } from "./output/wants-color.ts";
import { type Surroundings, surround, toMessages } from "./surroundings.ts";
import { addCommands, addGlobalOptions } from "./words/add-commands.ts";
import { setValuesApart } from "./words/set-values-apart.ts";

const usageError = 2;

/** Runs the command that the words name, described by commander, and resolves with its exit code. */
export async function runProgram(written: readonly string[], surroundings: Surroundings): Promise<number> {
  const argv = setValuesApart(written);
  const done = { exitCode: 0 };
  const asJson = isForPrograms(argv);
  const program = buildProgram(surroundings, asJson, (exitCode) => {
    done.exitCode = exitCode;
  });
  try {
    refuseUnknown(program, argv);
    await program.parseAsync(argv, { from: "user" });
    return done.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (asJson) toMessages(surroundings.stderr).write(`${JSON.stringify(fieldsOf(error))}\n`);
    return usageError;
  }
}

/** Something of the API without `api` in front of it: it resembles no command. And what can't be explained, since it isn't there. */
function refuseUnknown(program: Command, argv: readonly string[]): void {
  const words = argv.filter((word) => !word.startsWith("-"));
  const [first] = words;
  const names = ["help", ...program.commands.map((command) => command.name())];
  if (first === undefined || names.includes(first)) return;
  // Asked to explain a command that isn't there, commander would explain all the others.
  const isHelp = first === argv[0] && argv.some((word) => word === "--help" || word === "-h");
  const meant = suggestApiWords(words) ?? (isHelp ? findNearestWord(first, names) : null);
  if (meant === null && !isHelp) return;
  const suggestion = meant === null ? "" : `\n(Did you mean ${meant}?)`;
  program.error(`error: unknown command '${first}'${suggestion}`, {
    exitCode: usageError,
    code: "commander.unknownCommand",
  });
}

/** What commander could not take apart is looked through for the one option that says how to say so. */
function isForPrograms(argv: readonly string[]): boolean {
  return /(^|\n)(--output|-o)(=|\n)?json(\n|$)/.test(argv.join("\n"));
}

/** As other wrong usage is reported; commander's sentences begin with `error: ` and end with a suggestion on its own line. */
function fieldsOf({ code, message }: CommanderError): Record<string, unknown> {
  const words = message.replace(/^error: /, "").replace(/\n\(Did you mean ([^\n]+)\?\)$/, ", did you mean $1?");
  const error = code === "commander.help" ? "no command given; --help lists them" : words.trim();
  return { error, name: "UsageError", problems: [error], exitCode: usageError };
}

function buildProgram(surroundings: Surroundings, asJson: boolean, finish: (exitCode: number) => void): Command {
  const program = new Command("gigahost-ddns")
    .description("Keeps DNS names at Gigahost pointed at this machine's public addresses, and manages the account.")
    .version(__VERSION__, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help for the command")
    .exitOverride()
    .showHelpAfterError("(see --help)")
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      // Wrong usage is reported once, in the requested form.
      writeErr: (text) => void (asJson || toMessages(surroundings.stderr).write(text)),
    });
  addGlobalOptions(program);
  addCommands(program, allCommands, async (command, run) => {
    const context = surround(surroundings, readGlobalOptions(command, surroundings));
    finish(await run(context).catch((error) => explainError(error, context)));
  });
  return program;
}

function readGlobalOptions(command: Command, surroundings: Surroundings): { options: GlobalOptions; color: boolean } {
  const given = <T>(name: string): T | undefined => {
    for (let level: Command | null = command; level; level = level.parent) {
      if (level.getOptionValueSource(name) === "cli") return level.getOptionValue(name) as T; // by the option's own declaration
    }
    return undefined;
  };
  const options = {
    config: given<string>("config"),
    output: given<OutputFormat>("output") ?? "table",
    logLevel: given<string>("logLevel"),
  };
  return { options, color: wantsColor(surroundings, given<boolean>("color") !== false) };
}
