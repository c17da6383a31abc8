import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { SimulatedAnswer } from "../answer.ts";
import type { Fault } from "../faults.ts";

/** Puts the answer, or what the fault makes of it, on the wire. Resolves with the status sent, null for none. */
export async function deliver(
  response: ServerResponse,
  answer: SimulatedAnswer,
  fault: Fault | null,
): Promise<number | null> {
  if (fault?.kind === "silence") return null;
  if (fault?.kind === "reset") return reset(response);
  if (fault?.kind === "not-http") return sendRaw(response);
  if (fault?.kind === "oversize") return sendOversize(response, answer, fault.bytes);
  if (fault?.kind === "drip") return sendDrip(response, answer, fault.everyMs);
  if (fault?.kind === "cut") return sendCut(response, answer);
  if (fault?.kind === "delay") await pause(response, fault.ms);
  return send(response, answer);
}

async function send(response: ServerResponse, answer: SimulatedAnswer): Promise<number> {
  const { body } = answer;
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  // Always, since HTTP/1.0 clients rely on it.
  const length = Buffer.isBuffer(bytes) ? { "content-length": String(bytes.length) } : {};
  response.writeHead(answer.status, headersOf(answer, length));
  if (Buffer.isBuffer(bytes)) response.end(bytes);
  else await pipeline(Readable.from(bytes), response).catch(() => response.destroy());
  return answer.status;
}

function reset(response: ServerResponse): null {
  response.socket?.resetAndDestroy();
  return null;
}

function sendRaw(response: ServerResponse): null {
  response.socket?.end("\x16\x03\x01 220 this is not HTTP\r\n\x00\xff\r\n");
  return null;
}

async function sendOversize(response: ServerResponse, answer: SimulatedAnswer, bytes: number): Promise<number> {
  response.writeHead(200, headersOf(answer, {}));
  await pipeline(Readable.from(filler(bytes)), response).catch(() => response.destroy());
  return 200;
}

function* filler(bytes: number): Generator<Buffer> {
  const block = Buffer.alloc(65_536, "good 192.0.2.1 ");
  for (let left = bytes; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, block.length));
}

async function sendDrip(response: ServerResponse, answer: SimulatedAnswer, everyMs: number): Promise<number> {
  const bytes = wholeBody(answer);
  response.writeHead(answer.status, headersOf(answer, { "content-length": String(bytes.length) }));
  for (let at = 0; at < bytes.length && !response.destroyed; at++) {
    response.write(bytes.subarray(at, at + 1));
    await pause(response, everyMs);
  }
  response.end();
  return answer.status;
}

function sendCut(response: ServerResponse, answer: SimulatedAnswer): Promise<number> {
  const bytes = wholeBody(answer);
  response.writeHead(answer.status, headersOf(answer, { "content-length": String(bytes.length + 1) }));
  return new Promise((resolve) => {
    response.write(bytes, () => {
      response.destroy();
      resolve(answer.status);
    });
  });
}

function wholeBody({ body }: SimulatedAnswer): Buffer {
  if (typeof body === "string") return Buffer.from(body);
  return Buffer.isBuffer(body) ? body : Buffer.alloc(1);
}

function headersOf(answer: SimulatedAnswer, more: Record<string, string>): Record<string, string> {
  return { server: "nginx", "content-type": answer.contentType, ...more, ...answer.headers };
}

/** Stops early if the client goes away. */
function pause(response: ServerResponse, ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    const finish = () => {
      clearTimeout(timer);
      response.off("close", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    response.once("close", finish);
  });
}
