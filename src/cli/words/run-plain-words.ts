import type { CommandContext } from "../command-context.ts";
import { explainError } from "../explain-error.ts";
import type { PlainWords } from "./read-plain-words.ts";

/** Runs an everyday command, as register-commands.ts describes it, and resolves with its exit code. */
export async function runPlainWords(context: CommandContext, words: PlainWords): Promise<number> {
  return runCommand(context, words).catch((error) => explainError(error, context));
}

async function runCommand(context: CommandContext, { command, switches }: PlainWords): Promise<number> {
  const force = switches.has("--force");
  switch (command) {
    case "run":
      return (await import("../commands/run.ts")).runCommand(context);
    case "once":
      return (await import("../commands/once.ts")).onceCommand(context, { dryRun: switches.has("--dry-run"), force });
    case "status":
      return (await import("../commands/status.ts")).statusCommand(context, { watch: switches.has("--watch") });
    case "update":
      return (await import("../commands/update.ts")).updateCommand(context, { force });
    case "healthcheck":
      return (await import("../commands/healthcheck.ts")).healthcheckCommand(context);
  }
}
