import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readBody } from "../../platform/http/read-body.ts";
import { guardedOptions, guardServer, guardVisit, type ServerGuards } from "../../platform/http-server/guard-server.ts";

/** Where a router sends its events: closed as soon as nothing is subscribed to. */
export interface EventCallback {
  /** At a path that nobody can guess. */
  readonly url: URL;
  /** From then on the events of this subscription count, those that came too early as well. */
  expect(sid: string): void;
  close(): Promise<void>;
}

interface CallbackOptions {
  /** The own address to listen at: that of the router's link. */
  readonly localAddress: string;
  /** Any other connection is closed. */
  readonly router: string;
  readonly onEvent: (body: string) => void;
}

const maxBodyBytes = 16 * 1024;

const guards: ServerGuards = {
  ...{ maxHeaderBytes: 8 * 1024, maxConnections: 8, maxUnanswered: 8, maxSilenceMs: 10_000 },
  say: () => ({ type: "text/plain", body: "", headers: {} }),
};

/** Listens at the own address in the router's network, for the router alone. Rejects where that is not possible. */
export async function openEventCallback({ localAddress, router, onEvent }: CallbackOptions): Promise<EventCallback> {
  const path = `/${randomBytes(16).toString("hex")}`;
  let expect = (_sid: string | null) => {};
  // A router may send the first event before its answer names the subscription.
  const expected = new Promise<string | null>((resolve) => {
    expect = resolve;
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const status = await takeEvent(request, path, expected, onEvent).catch(() => 400);
    response.writeHead(status, { "content-length": "0", connection: "close" }).end();
  };
  const visit = guardVisit(guards, (request, response) => void answer(request, response));
  const server = createServer(guardedOptions(guards), visit);
  guardServer(server, guards);
  server.on("connection", (socket) => {
    if (socket.remoteAddress !== router) socket.destroy();
  });
  await listen(server, localAddress);
  const { port } = server.address() as AddressInfo; // A TCP server's address is an AddressInfo.
  return {
    url: new URL(`http://${localAddress}:${port}${path}`),
    expect: (sid) => expect(sid),
    async close() {
      expect(null);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** The status to answer with (UPnP Device Architecture, section 4.3.2). */
async function takeEvent(
  request: IncomingMessage,
  path: string,
  expected: Promise<string | null>,
  onEvent: CallbackOptions["onEvent"],
): Promise<number> {
  const { headers, method, url } = request;
  if (url !== path) return 404;
  if (method !== "NOTIFY") return 405;
  if (headers.nt !== "upnp:event" || headers.nts !== "upnp:propchange") return 400;
  const { text, cut } = await readBody(request, maxBodyBytes);
  if (cut) return 413;
  const sid = await expected;
  if (sid === null || headers.sid !== sid) return 412;
  onEvent(text);
  return 200;
}
