import { type ChildProcess, spawn } from "node:child_process";
import { abortReason } from "../../platform/abort-reason.ts";
import { describeStartError } from "../../platform/program/describe-start-error.ts";
import { minimalEnvironment } from "../../platform/program/minimal-environment.ts";
import { ownSession } from "../../platform/program/own-session.ts";
import { findAddress, maxAnswerBytes, quote } from "../formats/find-address.ts";
import type { Question, RawAnswer } from "../source.ts";
import type { SourceDependencies, SourceSpec } from "../source-kind.ts";

export interface CommandSpec extends SourceSpec {
  readonly program: string;
  readonly arguments: readonly string[];
}

/** How long pipes that a grandchild keeps open are waited for once the program itself has ended. */
const afterExitMs = 200;
const maxErrorBytes = 1024;

/**
 * `command:PROGRAM ARGS`: what a program prints. It gets PATH and LANG and nothing else of ours. On an uplink the
 * user vouches that the program keeps to it. Whatever it started in its session is
 * gone when this returns, or when this process exits before.
 */
export async function askCommand(
  spec: CommandSpec,
  question: Question,
  { clock }: SourceDependencies,
): Promise<RawAnswer> {
  if (question.signal.aborted) return { kind: "none", reason: abortReason(question.signal) };
  const child = spawn(spec.program, spec.arguments, {
    cwd: "/",
    env: minimalEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
    shell: false,
    // A session and a process group of its own, so that all it started can be killed with it.
    detached: true,
  });
  const endSession = ownSession(child.pid);
  const output = { text: collect(child.stdout, maxAnswerBytes), errors: collect(child.stderr, maxErrorBytes) };
  try {
    const end = await Promise.race([ended(child, clock), aborted(question.signal), output.text.overflow]);
    if (end.reason !== null) return { kind: "none", reason: end.reason };
    return judgeOutput(end, output.text.read(), output.errors.read(), question);
  } finally {
    child.stdout.destroy();
    child.stderr.destroy();
    endSession();
  }
}

interface CommandEnd {
  /** Why there is no result; null if the program ended by itself. */
  readonly reason: string | null;
  readonly code?: number | null;
  readonly killedBy?: string | null;
}

function judgeOutput(end: CommandEnd, text: string, errors: string, { family }: Question): RawAnswer {
  if (end.code === 0) return findAddress(text, family);
  const how = end.killedBy ? `was killed by ${end.killedBy}` : `exited with code ${end.code}`;
  const said = errors.trim() === "" ? "" : `: ${quote(errors.trim())}`;
  return { kind: "none", reason: `the program ${how}${said}` };
}

/** When it has ended and its pipes are closed, or soon after the end where a grandchild keeps them open. */
function ended(child: ChildProcess, clock: SourceDependencies["clock"]): Promise<CommandEnd> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ reason: describeStartError(error, child.spawnfile) }));
    child.once("exit", (code, killedBy) => {
      const finish = () => resolve({ reason: null, code, killedBy });
      child.once("close", finish);
      void clock.sleep(afterExitMs).then(finish);
    });
  });
}

function aborted(signal: AbortSignal): Promise<CommandEnd> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve({ reason: abortReason(signal) }), { once: true });
  });
}

/** Keeps what a stream says up to `maxBytes`; the rest is dropped and reported by `overflow`. */
function collect(
  stream: NodeJS.ReadableStream | null,
  maxBytes: number,
): { read(): string; overflow: Promise<CommandEnd> } {
  const chunks: Buffer[] = [];
  let length = 0;
  const overflow = new Promise<CommandEnd>((resolve) => {
    stream?.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else resolve({ reason: `the program printed more than ${maxBytes / 1024} KiB` });
    });
  });
  return { read: () => Buffer.concat(chunks).toString("utf8"), overflow };
}
