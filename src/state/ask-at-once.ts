import { lstatSync, readdirSync, statSync } from "node:fs";
import { createConnection } from "node:net";
import { isSocketName, isTrusted, maxPathBytes } from "./own-sockets.ts";

/** Less than a daemon may take: after it, somebody patient asks again. */
const maxWaitMs = 1_000;
/** Enough for the greeting and a short answer. */
const maxBytes = 64 * 1024;

/**
 * Sends one request for a short answer to the daemon that holds a state directory, where that is as simple as it mostly is:
 * one socket, and it answers at once. Null for all else, which `findHolder` and `askHolder` find out about.
 */
export async function askAtOnce(stateDir: string, request: unknown): Promise<unknown> {
  const path = findOnlySocket(stateDir);
  return path && exchange(path, `${JSON.stringify(request)}\n`);
}

/** The socket is left to the end of the process, which takes less time than closing it; it keeps nobody from ending. */
function exchange(path: string, line: string): Promise<unknown> {
  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    const socket = createConnection(path);
    setTimeout(() => socket.destroy(), maxWaitMs).unref();
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      const answer = received.length > maxBytes ? null : readAnswer(received.toString());
      if (received.length > maxBytes) socket.destroy();
      if (answer === null) return;
      resolve(answer);
      socket.pause().unref();
    });
    // Why not is found out by whoever asks again.
    socket.on("error", () => {});
    socket.on("close", () => resolve(null));
    socket.write(line);
  });
}

function findOnlySocket(dir: string): string | null {
  try {
    const [name, ...others] = readdirSync(dir).filter(isSocketName);
    const path = `${dir}/${name}`;
    if (name === undefined || others.length > 0 || Buffer.byteLength(path) > maxPathBytes) return null;
    return isTrusted(lstatSync(path), statSync(dir).uid) ? path : null;
  } catch {
    return null;
  }
}

/** The greeting is one line, the reply another. */
function readAnswer(text: string): unknown {
  const [greeting, reply, end] = text.split("\n");
  if (greeting !== "held" || reply === undefined || end === undefined) return null;
  try {
    return (JSON.parse(reply) as { answer?: unknown } | null)?.answer ?? null; // anything else has no answer either
  } catch {
    return null;
  }
}
