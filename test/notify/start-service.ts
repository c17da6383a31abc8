import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Service {
  readonly host: string;
  readonly received: Received[];
  /** What it answers from now on. */
  answer: { status: number; headers?: Record<string, string>; body?: string };
  /** Another status, by path. */
  answerTo: Readonly<Record<string, number>>;
}

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A real HTTP server on loopback that keeps what it is sent. */
export async function startService(): Promise<Service> {
  const service: Service = { host: "", received: [], answer: { status: 200, body: "{}" }, answerTo: {} };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // without an encoding set, chunks are buffers
    const { method = "", url = "", headers } = request;
    service.received.push({ method, path: url, headers, body: Buffer.concat(chunks).toString("utf8") });
    const { status, headers: extra = {}, body = "" } = service.answer;
    response.writeHead(service.answerTo[url] ?? status, extra).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return Object.assign(service, { host: `127.0.0.1:${(server.address() as AddressInfo).port}` });
}
