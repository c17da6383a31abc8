import { type ChildProcess, spawn } from "node:child_process";
import type { Clock } from "../clock.ts";
import { describeStartError } from "./describe-start-error.ts";
import { minimalEnvironment } from "./minimal-environment.ts";
import { ownSession } from "./own-session.ts";

export interface ProgramCall {
  readonly program: string;
  readonly arguments: readonly string[];
  /** Besides PATH and LANG; nothing else of our environment reaches it. */
  readonly environment: Readonly<Record<string, string>>;
  /** For its standard input. */
  readonly input: string;
  readonly maxMs: number;
  readonly signal: AbortSignal;
}

export type ProgramEnd =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "not-started" | "killed"; readonly reason: string };

/** Runs a program without a shell and waits for its end. Whatever it started in its session is gone when this returns. */
export async function runProgram(call: ProgramCall, clock: Clock): Promise<ProgramEnd> {
  if (call.signal.aborted) return { kind: "killed", reason: "interrupted" };
  const child = start(call);
  const endSession = ownSession(child.pid);
  const over = new AbortController();
  try {
    return await Promise.race([
      ended(child),
      clock.sleep(call.maxMs, over.signal).then(() => killed(`it did not end within ${call.maxMs / 1000} s`)),
      aborted(call.signal),
    ]);
  } finally {
    over.abort();
    endSession();
  }
}

function start({ program, arguments: args, environment, input }: ProgramCall): ChildProcess {
  const child = spawn(program, args, {
    cwd: "/",
    env: { ...environment, ...minimalEnvironment() },
    stdio: ["pipe", "ignore", "ignore"],
    shell: false,
    // A session and a process group of its own, so that all it started can be killed with it.
    detached: true,
  });
  // A program may end without reading its input.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  return child;
}

function ended(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    child.once("error", (error) =>
      resolve({ kind: "not-started", reason: describeStartError(error, child.spawnfile) }),
    );
    child.once("exit", (code, signal) =>
      resolve(code === null ? killed(`it was killed by ${signal}`) : { kind: "exited", code }),
    );
  });
}

function killed(reason: string): ProgramEnd {
  return { kind: "killed", reason };
}

function aborted(signal: AbortSignal): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(killed("interrupted")), { once: true });
  });
}
