import { once } from "node:events";
import { chmod, lstat, rename, unlink } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { systemClock } from "../platform/clock.ts";
import { messageOf } from "../platform/error-message.ts";
import { withLimit } from "../platform/with-limit.ts";
import { readLine } from "./read-line.ts";

/** Answers one request of another process; what it throws reaches the asker as a plain message. */
export type AnswerRequest = (request: unknown) => Promise<unknown>;

export interface Listening {
  /** From now on connections are told that the claim is held, and are answered. */
  hold(): void;
  /** Whether the path still leads here: somebody may have emptied the directory. */
  isThere(): Promise<boolean>;
  /** Resolves with null, for the variable it was kept in. */
  close(): Promise<null>;
}

const maxConnections = 32;
const maxRequestBytes = 64 * 1024;
const maxRequestMs = 5_000;

/**
 * Listens at a path, mode 0600; the path appears only once somebody listens there (a socket that is bound but doesn't
 * listen yet refuses like a dead one), so `hiddenPath` is bound first. Whoever connects gets the state in one line, may send one line and
 * gets one back.
 */
export async function listenAt(hiddenPath: string, path: string, answer: AnswerRequest): Promise<Listening> {
  let state: "candidate" | "held" = "candidate";
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.write(`${state}\n`);
    if (state === "held") answerOne(socket, answer).catch(() => socket.destroy());
    else socket.end();
  });
  server.maxConnections = maxConnections;
  server.listen(hiddenPath).unref();
  await once(server, "listening");
  await chmod(hiddenPath, 0o600);
  const { ino } = await lstat(hiddenPath, { bigint: true });
  await rename(hiddenPath, path);
  return {
    isThere: () =>
      lstat(path, { bigint: true }).then(
        (stats) => stats.ino === ino,
        () => false,
      ),
    hold() {
      state = "held";
    },
    async close() {
      await unlink(path).catch(() => undefined);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      return null;
    },
  };
}

async function answerOne(socket: Socket, answer: AnswerRequest): Promise<void> {
  const read = (signal: AbortSignal) => readLine(socket, maxRequestBytes, signal);
  const line = await withLimit(systemClock, maxRequestMs, null, read);
  const reply = await answer(JSON.parse(line)).then(
    (value) => ({ answer: value ?? null }),
    (error: unknown) => ({ error: messageOf(error), kind: error instanceof Error ? error.name : "Error" }),
  );
  socket.end(`${JSON.stringify(reply)}\n`);
}
