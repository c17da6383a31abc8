import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { systemClock } from "../platform/clock.ts";
import { codeOf } from "../platform/error-code.ts";
import { messageOf } from "../platform/error-message.ts";
import { isTimeUp, withLimit } from "../platform/with-limit.ts";
import { readLine } from "./read-line.ts";

/** The report on 10,000 hostnames takes 5 MB. */
const maxAnswerBytes = 64 * 1024 * 1024;
const maxGreetingBytes = 64;
/** One that says nothing for so long is stopped or hung. */
const maxGreetingMs = 5_000;

/**
 * What is at the other end of a socket: a claim, one whose process is stopped or hung, somebody who wants it, a process that
 * ended, or nothing.
 */
export type SocketState = "held" | "hung" | "candidate" | "dead" | "gone";

/** A stopped process still owns its directory. One that hangs up may be ending. */
export async function findState(path: string): Promise<SocketState> {
  const socket = createConnection(path);
  try {
    return await withLimit(systemClock, maxGreetingMs, null, async (signal) => {
      await once(socket, "connect", { signal });
      const greeting = await readLine(socket, maxGreetingBytes, signal);
      return greeting === "held" ? "held" : "candidate";
    });
  } catch (error) {
    return isTimeUp(error) ? "hung" : describeRefusal(error);
  } finally {
    destroyQuietly(socket);
  }
}

/** EAGAIN: its queue is full of those who wait for it. ECONNRESET: it closes just now. EACCES (another user's) and the like are the caller's to report. */
function describeRefusal(error: unknown): SocketState {
  const code = codeOf(error);
  if (code === "ECONNREFUSED") return "dead";
  if (code === "ENOENT") return "gone";
  if (code === "EAGAIN") return "hung";
  // One that hung up before it said anything has no code.
  if (code === null || code === "ECONNRESET" || code === "EPIPE") return "candidate";
  throw error;
}

/** Why the process that holds a claim didn't do what it was asked to, in plain words. */
export class HolderError extends Error {
  override readonly name = "HolderError";
  /** `hung`: it doesn't even greet · `silent`: it accepted, but its answer didn't come in time · `unreadable` · `gone`: it ended · `interrupted`: we ended · else the name of the error it answered with. */
  readonly kind: string;
  constructor(kind: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

/** Sends one request to the process that holds the claim. Rejects with HolderError, or with the signal's reason. */
export async function askHolder(
  path: string,
  request: unknown,
  { signal, maxAnswerMs }: { readonly signal: AbortSignal; readonly maxAnswerMs: number },
): Promise<unknown> {
  const socket = createConnection(path);
  try {
    await withLimit(systemClock, maxGreetingMs, signal, async (limit) => {
      await once(socket, "connect", { signal: limit });
      await readLine(socket, maxGreetingBytes, limit);
    }).catch(asHung);
    socket.write(`${JSON.stringify(request)}\n`);
    const read = (limit: AbortSignal) => readLine(socket, maxAnswerBytes, limit);
    return parseReply(await withLimit(systemClock, maxAnswerMs, signal, read).catch(asSilent(maxAnswerMs)));
  } catch (error) {
    if (signal.aborted || error instanceof HolderError) throw error;
    const code = codeOf(error);
    const why = code ?? messageOf(error);
    throw new HolderError("gone", `the running daemon can't be reached (${why})`, error);
  } finally {
    destroyQuietly(socket);
  }
}

function asHung(error: unknown): never {
  if (!isTimeUp(error) && codeOf(error) !== "EAGAIN") throw error;
  throw new HolderError("hung", "it has not answered for 5 s: it is stopped or hung", error);
}

function asSilent(maxMs: number): (error: unknown) => never {
  return (error) => {
    if (!isTimeUp(error)) throw error;
    throw new HolderError("silent", `it accepted the request, but has not answered within ${maxMs / 1000} s`, error);
  };
}

function parseReply(line: string): unknown {
  const reply = asReply(line);
  if (reply === null) throw unreadable();
  if (typeof reply.error === "string") {
    throw new HolderError(typeof reply.kind === "string" ? reply.kind : "refused", reply.error);
  }
  return reply.answer;
}

/** What is answered by another version, or by something that is not a daemon. */
export function unreadable(): HolderError {
  return new HolderError("unreadable", "its answer can't be read, so it may be another version: restart it");
}

interface Reply {
  readonly answer?: unknown;
  readonly error?: unknown;
  readonly kind?: unknown;
}

function asReply(line: string): Reply | null {
  try {
    const reply: unknown = JSON.parse(line);
    return typeof reply === "object" ? (reply as Reply | null) : null; // every field of it is unknown
  } catch {
    return null;
  }
}

function destroyQuietly(socket: Socket): void {
  socket.on("error", () => undefined).destroy();
}
