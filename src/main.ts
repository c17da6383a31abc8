import type { MessageStream } from "./cli/command-context.ts";
import { closedOutput, describeLostOutput, outputLost } from "./cli/output/lost-output.ts";
import { runCommandLine } from "./cli/run-command-line.ts";
import { leadsToJournal, markMessage } from "./platform/journal.ts";
import { printable } from "./platform/printable.ts";
import { findOutputEnd } from "./platform/program/standard-output.ts";

/** Runs the command line that the process was started with and exits with its code. */
export async function main(argv: readonly string[]): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort(signal));
  const { stdout, stderr, env: environment } = process;
  const wasRead = noteReader(stdout);
  const explainLost = (error: NodeJS.ErrnoException) => explainLostOutput(error, wasRead());
  stdout.on("error", explainLost);
  // Even if nobody sees why, the exit code says so.
  stderr.on("error", () => {});
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
  stdout.write("", (error) => (error ? explainLost(error) : stderr.write("", () => process.exit(exitCode))));
}

function markForJournal(stderr: NodeJS.WriteStream): MessageStream {
  return { isTTY: false, write: (text) => stderr.write(markMessage(text)) };
}

/** Less than what a pipe holds, so that it goes through as a whole or not at all. */
const firstPieceBytes = 4096;

/** Tells whether standard output took anything yet: its first piece is written by itself. */
function noteReader(stdout: NodeJS.WriteStream): () => boolean {
  let wasRead = false;
  const write = stdout._write.bind(stdout);
  const asBytes = "buffer" as BufferEncoding; // as Node itself says where there is no text to encode
  stdout._write = (chunk: string | Uint8Array, encoding, done) => {
    if (wasRead) return write(chunk, encoding, done);
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
    if (bytes.length > 0 && findOutputEnd() === "closed") return done(closedOutput());
    write(bytes.subarray(0, firstPieceBytes), asBytes, (error) => {
      wasRead ||= !error && bytes.length > 0;
      if (error || bytes.length <= firstPieceBytes) done(error);
      else write(bytes.subarray(firstPieceBytes), asBytes, done);
    });
  };
  return () => wasRead;
}

/**
 * What was not written out was not done, even where only the reader of a pipe left. One that took a part has what it
 * wanted, as `head` has: that is worth no sentence.
 */
function explainLostOutput(error: NodeJS.ErrnoException, wasRead: boolean): void {
  if (error.code === "EPIPE" && wasRead) process.exit(outputLost);
  process.stderr.write(describeLostOutput(error), () => process.exit(outputLost));
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
