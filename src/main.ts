import { runCommandLine } from "./cli/run-command-line.ts";

/** Runs the command line that the process was started with and exits with its code. */
export async function main(argv: readonly string[]): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort(signal));
  // Whoever reads our output may go away early (`| head`): that is no error of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  const { stdout, stderr, env: environment } = process;
  const surroundings = {
    // Opened only where it is read: that takes as long as a tenth of a short command.
    get stdin() {
      return process.stdin;
    },
    ...{ stdout, stderr, environment, signal: stop.signal },
  };
  const exitCode = await runCommandLine(argv, surroundings).catch(explainDefect);
  // Written out before leaving; a stray open handle must not keep a finished command alive.
  stdout.write("", () => stderr.write("", () => process.exit(exitCode)));
}

/** A defect of ours: says so without a stack trace, which could show a secret. */
function explainDefect(error: unknown): number {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  process.stderr.write(`gigahost-ddns: an unexpected fault, which is a bug in this program: ${words}\n`);
  return 1;
}
