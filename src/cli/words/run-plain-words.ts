import type { CommandContext } from "../command-context.ts";
import { explainError } from "../explain-error.ts";
import type { PlainWords } from "./read-plain-words.ts";

/** Runs a command with what its line gave it and resolves with its exit code. */
export async function runPlainWords(
  context: CommandContext,
  { command, asksApi, words, flags }: PlainWords,
): Promise<number> {
  const run = () => command.run(context, words, flags);
  const isDone = asksApi ? (await import("../account/api-failure.ts")).explainFailures(context, run) : run();
  return isDone.catch((error) => explainError(error, context));
}
