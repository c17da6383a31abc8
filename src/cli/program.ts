import { Command, CommanderError, Option } from "commander";
import { logLevels } from "../model/settings/log-level.ts";
import { type GlobalOptions, type OutputFormat, outputFormats } from "./command-context.ts";
import { suggestApiWords } from "./commands/api/suggest-operation.ts";
import { explainError } from "./explain-error.ts";
import { wantsColor } from "./output/wants-color.ts";
import { type Surroundings, surround, toMessages } from "./surroundings.ts";
import { registerCommands } from "./words/register-commands.ts";

const usageError = 2;

/** Runs the command that the words name, described by commander, and resolves with its exit code. */
export async function runProgram(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const done = { exitCode: 0 };
  const asJson = isForPrograms(argv);
  const program = buildProgram(surroundings, asJson, (exitCode) => {
    done.exitCode = exitCode;
  });
  try {
    refuseApiWords(program, argv);
    await program.parseAsync(argv, { from: "user" });
    return done.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (asJson) toMessages(surroundings.stderr).write(`${JSON.stringify(fieldsOf(error))}\n`);
    return usageError;
  }
}

/** Something of the API without `api` before it: no command is near that. */
function refuseApiWords(program: Command, argv: readonly string[]): void {
  const words = argv.filter((word) => !word.startsWith("-"));
  if (words[0] === undefined || program.commands.some((command) => command.name() === words[0])) return;
  const meant = suggestApiWords(words);
  if (meant === null) return;
  const message = `error: unknown command '${words[0]}'\n(Did you mean ${meant}?)`;
  program.error(message, { exitCode: usageError, code: "commander.unknownCommand" });
}

/** What commander could not take apart is looked through for the one option that says how to say so. */
function isForPrograms(argv: readonly string[]): boolean {
  return /(^|\n)(--output|-o)(=|\n)?json(\n|$)/.test(argv.join("\n"));
}

/** As other wrong usage is told; commander's sentences begin with `error: ` and end with a suggestion on its own line. */
function fieldsOf({ code, message }: CommanderError): Record<string, unknown> {
  const words = message.replace(/^error: /, "").replace(/\n\(Did you mean ([^\n]+)\?\)$/, ", did you mean $1?");
  const error = code === "commander.help" ? "a command is missing; --help shows which there are" : words.trim();
  return { error, name: "UsageError", problems: [error], exitCode: usageError };
}

function buildProgram(surroundings: Surroundings, asJson: boolean, finish: (exitCode: number) => void): Command {
  const program = new Command("gigahost-ddns")
    .description("Keeps DNS names at Gigahost pointed at this machine's public addresses, and manages the account.")
    .version(__VERSION__, "-V, --version", "print the version")
    .helpOption("-h, --help", "explain the command")
    .exitOverride()
    .showHelpAfterError("(--help explains)")
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      // Wrong usage is told once, in the form that was asked for.
      writeErr: (text) => void (asJson || toMessages(surroundings.stderr).write(text)),
    });
  addGlobalOptions(program);
  registerCommands(program, (command, run) => {
    addGlobalOptions(command);
    command.action(async (...received: unknown[]) => {
      // commander appends its own two arguments: the options, then the command.
      const context = surround(surroundings, readGlobalOptions(command, surroundings));
      const positional = received.slice(0, -2) as (string | string[] | undefined)[];
      finish(await run(context, positional, command.opts()).catch((error) => explainError(error, context)));
    });
  });
  return program;
}

/** Every command takes them too, so that they work before and after its own arguments. */
function addGlobalOptions(command: Command): void {
  command
    .addOption(new Option("-c, --config <file>", "the configuration file"))
    .addOption(new Option("-o, --output <format>", "table, json or yaml").choices(outputFormats))
    .addOption(new Option("--log-level <level>", "how much to log").choices(logLevels))
    .addOption(new Option("--no-color", "print without colour"));
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
