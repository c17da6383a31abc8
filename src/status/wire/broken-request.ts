import type { Duplex } from "node:stream";
import { errorAnswer, safetyHeaders } from "./answer.ts";

const broken: Readonly<Record<string, readonly [number, string, string]>> = {
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large", "The headers are larger than 8 KiB."],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "The request took too long to arrive."],
};

/** Answers what is no HTTP request, as far as somebody still listens, and closes the connection. */
export function sendBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  const [status, phrase, words] = broken[error.code ?? ""] ?? [400, "Bad Request", "This is not an HTTP request."];
  const { body } = errorAnswer(status, words);
  const headers = { ...safetyHeaders, "Content-Type": "application/json", Connection: "close" };
  const lines = Object.entries({ ...headers, "Content-Length": Buffer.byteLength(body) }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.end(`HTTP/1.1 ${status} ${phrase}\r\n${lines.join("")}\r\n${body}`);
}
