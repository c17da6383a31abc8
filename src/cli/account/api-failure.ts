import {
  AnswerError,
  AuthenticationError,
  ConfirmationError,
  GigahostError,
  InputError,
  NetworkError,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "../../api/errors.ts";
import { ConfigError } from "../../config/config-error.ts";
import { describeFileError } from "../../platform/files/file-error.ts";
import { printable } from "../../platform/printable.ts";
import type { CommandContext } from "../command-context.ts";

const interrupted = 130;

/** The command was used wrongly (exit code 2): every problem, one sentence each. Nothing was sent. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly problems: readonly string[];
  /** Where to read on; one line. */
  readonly hint: string | null;

  constructor(problems: readonly string[], hint: string | null = null) {
    super(problems.join("; "));
    this.problems = problems;
    this.hint = hint;
  }
}

/** The user was asked, and said no. */
export class DeclinedError extends Error {
  override readonly name = "DeclinedError";
}

/** What was asked for can't be done as things are (exit code 1). */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}

/** Runs a command of the API's and turns its failures into words on stderr and an exit code. */
export async function explainFailures(context: CommandContext, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (context.signal.aborted) return interrupted;
    const exitCode = exitCodeOfFailure(error);
    if (exitCode === null) throw error;
    const failure = error as Error; // exitCodeOfFailure knows only errors
    const isForPrograms = context.options.output === "json";
    context.stderr.write(isForPrograms ? `${JSON.stringify(fieldsOf(failure, exitCode))}\n` : wordsOf(failure));
    return exitCode;
  }
}

/** Null for what is not an expected failure, but a fault of this program. */
export function exitCodeOfFailure(error: unknown): number | null {
  if (error instanceof ConfigError) return 78;
  if (error instanceof UsageError) return 2;
  if (error instanceof DeclinedError || error instanceof RefusedError) return 1;
  if (!(error instanceof GigahostError)) return isFileError(error) ? 1 : null;
  if (error instanceof InputError) return error.operation === "new Gigahost" ? 78 : 2;
  // A page for people may come from anything on the way, and is not a word on the credential.
  if (error instanceof AuthenticationError || error instanceof PermissionError) return error.isPage ? 75 : 77;
  return isTemporary(error) ? 75 : 1;
}

const temporary = [RateLimitError, ServerError, NetworkError, TimeoutError, AnswerError, ConfirmationError];

/** As in the daemon: no answer, nonsense, 429 and 5xx may be over when it is tried again. */
function isTemporary(error: GigahostError): boolean {
  if (error instanceof NetworkError && error.code === "TOO_LONG") return false;
  return temporary.some((kind) => error instanceof kind) || error.status === 408;
}

/** A file or directory that the user named can't be read or written. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error && "path" in error;
}

/** `error` is what happened in words; the rest depends on its kind. */
function fieldsOf(error: Error, exitCode: number): Record<string, unknown> {
  const known = error instanceof GigahostError ? error.toJSON() : { name: error.name };
  const problems = "problems" in error ? { problems: error.problems } : {};
  return { error: messageOf(error), ...known, message: undefined, ...problems, exitCode };
}

function wordsOf(error: Error): string {
  const problems = error instanceof UsageError || error instanceof InputError ? error.problems : [];
  const hint = error instanceof UsageError && error.hint !== null ? `${error.hint}\n` : "";
  if (problems.length < 2) return `gigahost-ddns: ${printable(problems[0] ?? messageOf(error))}\n${hint}`;
  const lines = problems.map((problem) => `  ${printable(problem)}\n`);
  return `gigahost-ddns: ${problems.length} problems; nothing was sent:\n${lines.join("")}${hint}`;
}

function messageOf(error: Error): string {
  // One sentence, whatever the server said in it; a configuration's problems are a line each.
  if (!isFileError(error)) return error instanceof ConfigError ? error.message : printable(error.message);
  return `${error.path}: ${describeFileError(error)}`;
}
