import { readApiWords } from "./api-words.ts";
import type { Surroundings } from "./program.ts";
import { wantsColor } from "./wants-color.ts";

/** Runs one command line (without `node` and the script) and resolves with its exit code. */
export async function runCommandLine(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const words = readApiWords(argv);
  // The flags of `api SECTION OPERATION` come from the operation: commander knows nothing of them and stays out.
  if (words === null) return (await import("./program.ts")).runProgram(argv, surroundings);
  const context = { ...surroundings, options: words.options, color: wantsColor(surroundings, words.color) };
  return (await import("./commands/api/run-api-words.ts")).runApiWords(context, words);
}
