import { spawn } from "node:child_process";
import { minimalEnvironment } from "../../platform/program/minimal-environment.ts";
import { ownSession } from "../../platform/program/own-session.ts";

/**
 * `ip` ends when we do, by `kill -9` too: the shell sees its standard input close then. Where `ip` ends by itself its
 * standard output closes, since the shell has given up its own.
 */
const script = "ip -o monitor address route 2>/dev/null & exec >&-; read -r _; kill $!";
/** A line of `ip` has a few hundred characters. */
const maxLineLength = 16 * 1024;

/** Runs `ip monitor` and passes each line on. Resolves when it has ended, or when the signal is aborted. */
export function runMonitor(onLine: (line: string) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const child = spawn("sh", ["-c", script], {
      cwd: "/",
      env: minimalEnvironment(),
      stdio: ["pipe", "pipe", "ignore"],
      // A session of its own, so that both of them can be ended together.
      detached: true,
    });
    const endSession = ownSession(child.pid);
    const finish = () => {
      signal.removeEventListener("abort", finish);
      endSession();
      resolve();
    };
    signal.addEventListener("abort", finish, { once: true });
    child.stdin.on("error", () => undefined);
    child.stdout.setEncoding("utf8").on("data", splitLines(onLine)).once("close", finish);
    child.once("error", finish);
  });
}

function splitLines(onLine: (line: string) => void): (chunk: string) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = (lines.pop() ?? "").slice(0, maxLineLength);
    for (const line of lines) onLine(line);
  };
}
