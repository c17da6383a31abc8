import type { IncomingMessage, RequestListener, Server, ServerOptions, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { httpDate } from "./http-date.ts";
import { limitConnections } from "./limit-connections.ts";

/** The rules of all our servers; each server only says how much it accepts and how it answers. */
export interface ServerGuards {
  readonly maxHeaderBytes: number;
  readonly maxConnections: number;
  /** Of one connection that sends requests without waiting for the answers (pipelining). */
  readonly maxUnanswered: number;
  /** How long a connection may be idle before it is closed. */
  readonly maxSilenceMs: number;
  /** How long a request may take to arrive; 10 s by default. Of that, its headers: 5 s by default. */
  readonly maxRequestMs?: number;
  readonly maxHeadersMs?: number;
  /** How the server says in its own form what is wrong with a request. */
  readonly say: (words: string) => Said;
  /** The same for one that took too long to arrive, where that is not answered with 408. */
  readonly sayLate?: (words: string) => Said & RefusalPhrase;
}

interface Said {
  readonly type: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface RefusalPhrase {
  readonly status: number;
  readonly phrase: string;
}

const maxRequestsPerSocket = 10_000;

/** For `createServer`. */
export function guardedOptions(guards: ServerGuards): ServerOptions {
  const { maxHeaderBytes, maxRequestMs = 10_000, maxHeadersMs = 5_000 } = guards;
  return {
    headersTimeout: maxHeadersMs,
    requestTimeout: maxRequestMs,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: maxHeaderBytes,
    // Whoever sends none is refused below: Node itself would do it in chunks.
    requireHostHeader: false,
  };
}

/** Before the server listens. */
export function guardServer(server: Server, guards: ServerGuards): void {
  server.setTimeout(guards.maxSilenceMs);
  server.maxRequestsPerSocket = maxRequestsPerSocket;
  // Failing to listen is dealt with where it is tried; a connection that can't be accepted is the visitor's loss only.
  server.on("error", () => {});
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => sendBrokenRequest(error, socket, guards));
  limitConnections(server, guards);
}

/** Which requests are served: none whose visitor has gone, and none that names its host twice, or not at all if HTTP requires it. */
export function guardVisit({ say }: ServerGuards, visit: RequestListener): RequestListener {
  return (request, response) => {
    // What came in one piece with too many requests is parsed to its end, though nobody is there to read the answer.
    if (request.socket.destroyed) return;
    response.setHeader("Date", httpDate(Date.now()));
    const hosts = countHosts(request);
    // Something in between may have looked at the other one.
    if (hosts > 1) return refuse(response, say("The request has more than one Host."));
    if (hosts === 0 && request.httpVersion === "1.1") return refuse(response, say("The request has no Host."));
    visit(request, response);
  };
}

function countHosts({ rawHeaders }: IncomingMessage): number {
  return rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host").length;
}

function refuse(response: ServerResponse, said: Said): void {
  response.writeHead(400, headersOf(said));
  response.end(said.body);
}

function headersOf({ type, body, headers }: Said): Record<string, string> {
  const length = String(Buffer.byteLength(body));
  return { ...headers, "Content-Type": type, "Content-Length": length, Connection: "close" };
}

const tooLarge = { status: 431, phrase: "Request Header Fields Too Large" };
const tooLate = { status: 408, phrase: "Request Timeout" };
const bad = { status: 400, phrase: "Bad Request" };

function explainBroken(code: string, { say, sayLate }: ServerGuards): Said & RefusalPhrase {
  if (code === "HPE_HEADER_OVERFLOW") return { ...say("The headers are too large."), ...tooLarge };
  if (code !== "ERR_HTTP_REQUEST_TIMEOUT") return { ...say("This is not an HTTP request."), ...bad };
  const words = "The request took too long to arrive.";
  return sayLate ? sayLate(words) : { ...say(words), ...tooLate };
}

/** Answers what is not an HTTP request, as far as somebody still listens, and closes the connection. */
function sendBrokenRequest({ code = "" }: NodeJS.ErrnoException, socket: Duplex, guards: ServerGuards): void {
  if (!socket.writable || code === "ECONNRESET") return void socket.destroy();
  const said = explainBroken(code, guards);
  const lines = Object.entries(headersOf(said)).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${said.status} ${said.phrase}\r\n${lines.join("")}\r\n${said.body}`);
}
