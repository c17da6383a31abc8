import { Command, CommanderError, Option } from "commander";
import type { GlobalOptions, OutputFormat } from "./command-context.ts";
import { explainError } from "./explain-error.ts";
import { registerCommands } from "./register-commands.ts";
import { type Surroundings, surround } from "./surroundings.ts";
import { wantsColor } from "./wants-color.ts";

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
const usageError = 2;

/** Runs the command that the words name, described by commander, and resolves with its exit code. */
export async function runProgram(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const done = { exitCode: 0 };
  const program = buildProgram(surroundings, (exitCode) => {
    done.exitCode = exitCode;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return done.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : usageError;
  }
}

function buildProgram(surroundings: Surroundings, finish: (exitCode: number) => void): Command {
  const program = new Command("gigahost-ddns")
    .description("Keeps DNS names at Gigahost pointed at this machine's public addresses, and manages the account.")
    .version(__VERSION__, "-V, --version", "print the version")
    .helpOption("-h, --help", "explain the command")
    .exitOverride()
    .showHelpAfterError("(--help explains)")
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      writeErr: (text) => surroundings.stderr.write(text),
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
    .addOption(new Option("-o, --output <format>", "table, json or yaml").choices(["table", "json", "yaml"]))
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
