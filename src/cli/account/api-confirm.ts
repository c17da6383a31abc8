import { createInterface } from "node:readline";
import type { CommandContext } from "../command-context.ts";
import { DeclinedError, UsageError } from "./api-failure.ts";

export interface ConfirmQuestion {
  /** What is about to happen, a sentence without a final full stop: `This deletes zone example.no with all its records`. */
  readonly what: string;
  /** What it is about, a line each. */
  readonly details?: readonly string[];
  /** What the user types to agree. */
  readonly name: string;
  /** `--yes` was given. */
  readonly yes: boolean;
  /** Whether what was typed is the name; by default it must be equal. */
  readonly isSame?: (typed: string, name: string) => boolean;
}

/** Has the user type the name. Rejects with a UsageError where there is no terminal, with a DeclinedError where it differs. */
export async function confirm(
  context: CommandContext,
  { what, details = [], name, yes, isSame = isEqual }: ConfirmQuestion,
): Promise<void> {
  if (yes) return;
  const { stdin, stderr, signal } = context;
  if (stdin.isTTY !== true) {
    const about = details.length === 0 ? "" : ` (${details.join("; ")})`;
    throw new UsageError([`${what}${about}, but there is no terminal to ask on; add --yes to do it`]);
  }
  const about = details.length === 0 ? "." : [":", ...details].join("\n  ");
  stderr.write(`${what}${about}\nType ${name} to continue: `);
  const typed = await readLine(stdin, signal);
  if (typed === null) stderr.write("\n");
  signal.throwIfAborted();
  if (typed === null || !isSame(typed.trim(), name)) throw new DeclinedError("not confirmed; nothing was done");
}

const isEqual = (typed: string, name: string) => typed === name;

/** Null at the end of the input. */
async function readLine(stdin: CommandContext["stdin"], signal: AbortSignal): Promise<string | null> {
  const lines = createInterface({ input: stdin, terminal: false });
  const stop = () => lines.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const line of lines) return line;
    return null;
  } finally {
    signal.removeEventListener("abort", stop);
    lines.close();
  }
}
