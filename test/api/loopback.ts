import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import { Gigahost, type GigahostOptions } from "../../src/index.ts";

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Loopback {
  readonly baseUrl: string;
  readonly received: Received[];
  close(): Promise<void>;
}

export type Answer = (received: Received, response: ServerResponse, count: number) => void | Promise<void>;

const running: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});

/** A real server on loopback that ends with the test; `count` of an answer is 1 for the first request. */
export async function serve(answer: Answer): Promise<Loopback> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    const one = { method, url, headers, body: Buffer.concat(chunks).toString("utf8") };
    received.push(one);
    await answer(one, response, received.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const loopback = { baseUrl: `http://127.0.0.1:${port}/api/v0`, received, close };
  running.push(loopback);
  return loopback;
}

/** A server that gives these answers in turn, the last one for ever. */
export function serveInTurn(
  ...answers: readonly { status?: number; headers?: Record<string, string>; body?: unknown }[]
) {
  return serve((_, response, count) => {
    const {
      status = 200,
      headers = {},
      body = { meta: { status: 200 }, data: [] },
    } = answers[Math.min(count, answers.length) - 1] ?? {};
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
  });
}

export const apiKey = `flux_live_${"0f".repeat(32)}`;

/** A client of the server, that ends with the test. */
export function clientOf({ baseUrl }: { readonly baseUrl: string }, options: Partial<GigahostOptions> = {}): Gigahost {
  const credentials = "username" in options || "anonymous" in options ? {} : { apiKey };
  const gigahost = new Gigahost({ ...credentials, baseUrl, ...options } as GigahostOptions); // the parts of a union, put together
  running.push(gigahost);
  return gigahost;
}

/** Time that passes only while somebody sleeps. */
export function skippingClock() {
  let nowMs = 1_000_000;
  const slept: number[] = [];
  return {
    slept,
    wallMs: () => nowMs,
    steadyMs: () => nowMs,
    async sleep(ms: number) {
      slept.push(ms);
      nowMs += ms;
    },
  };
}

/** What a call rejects with. */
export async function failureOf(call: PromiseLike<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("the call didn't fail");
}
