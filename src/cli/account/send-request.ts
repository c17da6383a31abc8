import { connect, type Socket } from "node:net";
import type { Fallible, Refused } from "../../model/fallible.ts";
import { codeOf } from "../../platform/error-code.ts";
import { messageOf } from "../../platform/error-message.ts";

export interface RequestToDaemon {
  readonly host: string;
  readonly port: number;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly token: string | null;
  /** JSON. */
  readonly body?: string;
  /** How long the daemon may say nothing; null: forever. */
  readonly maxIdleMs: number | null;
  readonly signal: AbortSignal;
}

/** If there is no answer, the reason in one word. */
export type AnsweredRequest = Fallible<{ readonly response: DaemonResponse }>;

export interface DaemonResponse {
  readonly status: number;
  /** Whether the one that answers calls itself by our name. */
  readonly isDaemon: boolean;
  /** The value of a header, by its name in small letters. */
  header(name: string): string | null;
  /** The body as it comes; leaving off reading it ends the connection. */
  readonly body: AsyncIterable<string>;
  close(): void;
}

const maxHeadLength = 16 * 1024;

/**
 * One HTTP/1.0 request on a connection of its own, which the answer's end closes; so there are no chunks to decode.
 * Written out because loading node:http's client takes a good part of the time that `healthcheck` has. */
export async function sendRequest(request: RequestToDaemon): Promise<AnsweredRequest> {
  const { host, port, maxIdleMs, signal } = request;
  const socket = connect({ host, port, signal });
  if (maxIdleMs !== null) socket.setTimeout(maxIdleMs, () => socket.destroy(new Error("time-out")));
  socket.setEncoding("utf8").write(writeRequest(request));
  try {
    return await readHead(socket);
  } catch (error) {
    socket.destroy();
    return { ok: false, reason: codeOf(error) ?? messageOf(error) };
  }
}

function writeRequest({ host, port, method, path, token, body = "" }: RequestToDaemon): string {
  const lines = [
    `${method} ${path} HTTP/1.0`,
    `Host: ${host.includes(":") ? `[${host}]` : host}:${port}`,
    ...(token === null ? [] : [`Authorization: Bearer ${token}`]),
    ...(method === "POST" ? ["Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`] : []),
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

async function readHead(socket: Socket): Promise<AnsweredRequest> {
  const chunks: AsyncIterator<string> = socket[Symbol.asyncIterator]();
  let text = "";
  for (let end = -1; end < 0; end = text.indexOf("\r\n\r\n")) {
    const chunk = await chunks.next();
    if (chunk.done || text.length > maxHeadLength) return stop(socket);
    text += chunk.value;
  }
  const end = text.indexOf("\r\n\r\n");
  const head = text.slice(0, end);
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
  if (status === undefined) return stop(socket);
  const header = (name: string) => findHeader(head, name);
  const body = readBody(socket, text.slice(end + 4), chunks);
  const isDaemon = header("server") === "gigahost-ddns";
  return { ok: true, response: { status: Number(status), isDaemon, header, body, close: () => socket.destroy() } };
}

function findHeader(head: string, name: string): string | null {
  const line = head.split("\r\n").find((each) => each.toLowerCase().startsWith(`${name}:`));
  return line === undefined ? null : line.slice(name.length + 1).trim();
}

function stop(socket: Socket): Refused {
  socket.destroy();
  return { ok: false, reason: "not HTTP" };
}

async function* readBody(socket: Socket, first: string, chunks: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    if (first !== "") yield first;
    for (let chunk = await chunks.next(); !chunk.done; chunk = await chunks.next()) yield chunk.value;
  } finally {
    socket.destroy();
  }
}
