import type { CommandContext } from "../command-context.ts";
import { everydayCommands } from "../commands/daemon-commands.ts";
import { explainError } from "../explain-error.ts";
import { type Flag, longNameOf } from "./command.ts";
import type { PlainWords } from "./read-plain-words.ts";

/** Runs an everyday command and resolves with its exit code. */
export async function runPlainWords(context: CommandContext, { command, switches }: PlainWords): Promise<number> {
  const described = everydayCommands.find(({ name }) => name === command);
  if (described === undefined) throw new Error(`${command} is not an everyday command`);
  const given = (flag: Flag) => (switches.has(longNameOf(flag)) ? flag.unset === false : flag.unset);
  const flags = Object.fromEntries(Object.entries(described.flags).map(([name, flag]) => [name, given(flag)]));
  const words = described.words.map(() => null);
  return described.run(context, words, flags).catch((error) => explainError(error, context));
}
