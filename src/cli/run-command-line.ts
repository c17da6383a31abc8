import type { CommandContext } from "./command-context.ts";
import { wantsColor } from "./output/wants-color.ts";
import { type Surroundings, surround } from "./surroundings.ts";
import { readApiWords } from "./words/api-words.ts";
import { readPlainWords } from "./words/read-plain-words.ts";
import { runPlainWords } from "./words/run-plain-words.ts";

/** Runs one command line (without `node` and the script) and resolves with its exit code. */
export async function runCommandLine(written: readonly string[], surroundings: Surroundings): Promise<number> {
  if (written[0] === "__complete")
    return (await import("./commands/completion/complete-words.ts")).completeWords(written.slice(1), surroundings);
  // `help zone list` is `zone list --help`, however deep the command lies.
  const argv = written[0] === "help" && written.length > 1 ? [...written.slice(1), "--help"] : written;
  const plain = await readPlainWords(argv);
  if (plain !== null) return runPlainWords(contextOf(surroundings, plain), plain);
  const words = readApiWords(argv);
  // The flags of `api SECTION OPERATION` come from the operation: commander knows nothing of them and stays out.
  if (words === null) return (await import("./program.ts")).runProgram(argv, surroundings);
  return (await import("./commands/api/run-api-words.ts")).runApiWords(contextOf(surroundings, words), words);
}

function contextOf(surroundings: Surroundings, { options, color }: Pick<CommandContext, "options" | "color">) {
  return surround(surroundings, { options, color: wantsColor(surroundings, color) });
}
