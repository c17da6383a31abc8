import type { MessageStream } from "./cli/command-context.ts";
import { explainLostOutput } from "./cli/output/lost-output.ts";
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
  let isSpare = false;
  const stdout = openOutput(1, (error, tookSome) => isSpare || explainLostOutput(stderr, error, tookSome));
  const surroundings = {
    // Opened only where it is read: that takes as long as a tenth of a short command.
    get stdin() {
      return process.stdin;
    },
    ...{ stdout, stderr: leadsToJournal(2, environment) ? markForJournal(stderr) : stderr },
    ...{ environment, signal: stop.signal },
    spareOutput() {
      isSpare = true;
    },
  };
  const explainWait = () => explainEndlessWait(stderr);
  process.once("beforeExit", explainWait);
  const exitCode = await runCommandLine(argv, surroundings).catch((error) => explainDefect(stderr, error));
  process.off("beforeExit", explainWait);
  process.exitCode = exitCode;
  // Written out before leaving; a stray open handle must not keep a finished command alive.
  stdout.write("", (error) => {
    if (!error || isSpare) stderr.write("", () => process.exit(exitCode));
  });
}

function markForJournal(stderr: Output): MessageStream {
  return { isTTY: false, write: (text) => stderr.write(markMessage(text)) };
}

/** The exit code of what may work when it is tried again. */
const temporaryFailure = 75;

/** Nothing is left that the command could be waiting for, and it has not ended: Node would exit with 0, as if all were done. */
function explainEndlessWait(stderr: Output): void {
  stderr.write(
    "gigahost-ddns: internal error: the command waits for something that never happens; please report it; its work may be incomplete, and trying again may help\n",
  );
  process.exit(temporaryFailure);
}

/** A defect of ours: says so without a stack trace, which could show a secret. */
function explainDefect(stderr: Output, error: unknown): number {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  stderr.write(`gigahost-ddns: internal error; please report it: ${printable(words)}\n`);
  return 1;
}
