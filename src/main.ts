import type { MessageStream } from "./cli/command-context.ts";
import { describeLostOutput, outputLost } from "./cli/output/lost-output.ts";
import { runCommandLine } from "./cli/run-command-line.ts";
import { leadsToJournal, markMessage } from "./platform/journal.ts";
import { printable } from "./platform/printable.ts";
import { type Output, openOutput } from "./platform/program/open-output.ts";

/** Runs the command line that the process was started with and exits with its code. */
export async function main(argv: readonly string[]): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort(signal));
  const { env: environment } = process;
  // Even if nobody sees why, the exit code says so.
  const stderr = openOutput(2, () => {});
  // A check of the health says all with its exit code, and there are two.
  const explainsLost = argv[0] !== "healthcheck";
  const stdout = openOutput(1, (error, tookSome) => explainsLost && explainLostOutput(stderr, error, tookSome));
  const surroundings = {
    // Opened only where it is read: that takes as long as a tenth of a short command.
    get stdin() {
      return process.stdin;
    },
    ...{ stdout, stderr: leadsToJournal(2, environment) ? markForJournal(stderr) : stderr },
    ...{ environment, signal: stop.signal },
  };
  process.once("beforeExit", explainEndlessWait);
  const exitCode = await runCommandLine(argv, surroundings).catch(explainDefect);
  process.off("beforeExit", explainEndlessWait);
  process.exitCode = exitCode;
  // Written out before leaving; a stray open handle must not keep a finished command alive.
  stdout.write("", (error) => (error && explainsLost) || stderr.write("", () => process.exit(exitCode)));
}

function markForJournal(stderr: Output): MessageStream {
  return { isTTY: false, write: (text) => stderr.write(markMessage(text)) };
}

/**
 * What was not written out was not done, even where only the reader of a pipe left. One that took a part has what it
 * wanted, as `head` has: that is worth no sentence.
 */
function explainLostOutput(stderr: Output, error: NodeJS.ErrnoException, tookSome: boolean): void {
  if (error.code === "EPIPE" && tookSome) process.exit(outputLost);
  stderr.write(describeLostOutput(error), () => process.exit(outputLost));
}

/** The exit code of what may work when it is tried again. */
const temporaryFailure = 75;

/** Nothing is left that the command could be waiting for, and it has not ended: Node would exit with 0, as if all were done. */
function explainEndlessWait(): void {
  process.stderr.write(
    "gigahost-ddns: internal error: the command waits for something that never happens; please report it; its work may be incomplete, and trying again may help\n",
  );
  process.exit(temporaryFailure);
}

/** A defect of ours: says so without a stack trace, which could show a secret. */
function explainDefect(error: unknown): number {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  process.stderr.write(`gigahost-ddns: internal error; please report it: ${printable(words)}\n`);
  return 1;
}
