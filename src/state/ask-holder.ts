import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { systemClock } from "../platform/clock.ts";
import { isTimeUp, withLimit } from "../platform/with-limit.ts";
import { codeOf } from "./describe-disk-error.ts";
import { readLine } from "./read-line.ts";

/** The report on 10,000 hostnames takes 5 MB. */
const longestAnswerBytes = 64 * 1024 * 1024;
const greetingTimeoutMs = 1_000;

/** What stands behind a socket: a claim, somebody who wants it, a process that ended, or nothing any more. */
export type SocketState = "held" | "candidate" | "dead" | "gone";

/** One that accepts but says nothing counts as held: a stopped daemon still owns its directory. One that hangs up may be ending. */
export async function findState(path: string): Promise<SocketState> {
  const socket = createConnection(path);
  try {
    await once(socket, "connect");
    return await withLimit(systemClock, greetingTimeoutMs, null, (signal) => readLine(socket, 64, signal)).then(
      (greeting) => (greeting === "held" ? "held" : "candidate"),
      (error) => (isTimeUp(error) ? "held" : "candidate"),
    );
  } catch (error) {
    return describeRefusal(error);
  } finally {
    destroyQuietly(socket);
  }
}

/** EAGAIN: its queue is full, so it lives. ECONNRESET: it closes just now. Anything else (EACCES: another user's) is for the caller to report. */
function describeRefusal(error: unknown): SocketState {
  const code = codeOf(error);
  if (code === "ECONNREFUSED") return "dead";
  if (code === "ENOENT") return "gone";
  if (code === "EAGAIN") return "held";
  if (code === "ECONNRESET" || code === "EPIPE") return "candidate";
  throw error;
}

/** Sends one request to the process that holds the claim; rejects with what went wrong, in plain words. */
export async function askHolder(path: string, request: unknown, signal: AbortSignal): Promise<unknown> {
  const socket = createConnection(path);
  try {
    await once(socket, "connect", { signal });
    await readLine(socket, 64, signal);
    socket.write(`${JSON.stringify(request)}\n`);
    return readReply(await readLine(socket, longestAnswerBytes, signal));
  } catch (error) {
    if (codeOf(error) === null) throw error;
    throw new Error(`the running daemon can't be reached (${codeOf(error)})`, { cause: error });
  } finally {
    destroyQuietly(socket);
  }
}

function readReply(line: string): unknown {
  const reply: { readonly answer?: unknown; readonly error?: unknown } = JSON.parse(line);
  if (typeof reply.error === "string") throw new Error(reply.error);
  return reply.answer;
}

function destroyQuietly(socket: Socket): void {
  socket.on("error", () => undefined).destroy();
}
