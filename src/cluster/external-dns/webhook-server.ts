import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Clock } from "../../platform/clock.ts";
import { messageOf } from "../../platform/error-message.ts";
import { guardedOptions, guardServer, guardVisit, type ServerGuards } from "../../platform/http-server/guard-server.ts";
import type { Log } from "../../platform/logger.ts";
import { withLimit } from "../../platform/with-limit.ts";
import { adjustEndpoints } from "./adjust-endpoints.ts";
import { MalformedRequest, readChanges, readEndpoints } from "./endpoint.ts";
import type { Provider } from "./provider.ts";
import { BodyTooLarge, readJson } from "./read-json.ts";

/** external-dns compares it byte for byte: no charset, no space. */
const mediaType = "application/external.dns.webhook+json;version=1";
/** The controller waits 15 s, and ends when nothing comes. */
const usualMaxAnswerMs = 12_000;

export interface WebhookServerOptions {
  readonly provider: Provider;
  readonly clock: Clock;
  readonly log: Log;
  /** Masks secrets by value in what is answered. */
  readonly mask: (text: string) => string;
  /** How long the work may take before 503 is the answer, in milliseconds; 12 s by default. The work continues. */
  readonly maxAnswerMs?: number;
}

interface Answer {
  readonly status: number;
  /** As JSON of the protocol; undefined: no body. */
  readonly value?: unknown;
}

/** `gone` is aborted when the answer has been given without it. */
type WebhookRoute = (provider: Provider, request: IncomingMessage, gone: AbortSignal) => Promise<Answer>;

/** The whole protocol. Source: `provider/webhook/api/httpapi.go` of external-dns. */
const routes: Readonly<Record<string, Readonly<Record<string, WebhookRoute>>>> = {
  "/": {
    GET: async (provider) => ({ status: 200, value: { include: await provider.domainFilter() } }),
  },
  "/records": {
    GET: async (provider) => ({ status: 200, value: await provider.records() }),
    POST: async (provider, request, gone) => {
      await provider.apply(readChanges(await readJson(request)), gone);
      return { status: 204 };
    },
  },
  "/adjustendpoints": {
    POST: async (_, request) => ({ status: 200, value: adjustEndpoints(readEndpoints(await readJson(request))) }),
  },
};

/** A controller sends what it has of all zones in one request. */
const guards: ServerGuards = {
  ...{ maxHeaderBytes: 16 * 1024, maxConnections: 64, maxUnanswered: 32, maxSilenceMs: 60_000, maxRequestMs: 60_000 },
  say: (words) => ({ type: "text/plain", body: `${words}\n`, headers: {} }),
};

/** A server of the pod, for the controller or for the probes. It doesn't listen yet. */
export function createGuardedServer(visit: RequestListener): Server {
  const server = createServer(guardedOptions(guards), guardVisit(guards, visit));
  guardServer(server, guards);
  return server;
}

/** The server that external-dns talks to. It doesn't listen yet. */
export function createWebhookServer(options: WebhookServerOptions): Server {
  return createGuardedServer((request, response) => void visit(request, response, options));
}

async function visit(
  request: IncomingMessage,
  response: ServerResponse,
  { provider, clock, log, mask, maxAnswerMs = usualMaxAnswerMs }: WebhookServerOptions,
): Promise<void> {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  const methods = routes[path];
  const route = methods?.[request.method ?? ""];
  if (!methods) return sendText(response, 404, "Not found.");
  if (!route) return sendText(response, 400, `${path} accepts ${Object.keys(methods).join(" and ")}.`);
  const gone = new AbortController();
  const work = route(provider, request, gone.signal);
  // It may end badly when its answer has long been given.
  work.catch(() => undefined);
  try {
    sendJson(response, await withLimit(clock, maxAnswerMs, null, () => work, 0));
  } catch (error) {
    gone.abort(error);
    const { status, words } = explain(error, path);
    // Whoever asked may read only the first line; the log has all of it.
    if (status >= 500) log.warn(`external-dns: ${request.method} ${path}: ${words}`);
    sendText(response, status, mask(words));
    if (!request.complete) request.resume();
  }
}

/** 4xx ends the controller, so it stands for nothing but a request that is not a request; trouble of ours or the server's is 5xx. */
function explain(error: unknown, path: string): { readonly status: number; readonly words: string } {
  if (error instanceof BodyTooLarge) return { status: 413, words: error.message };
  if (error instanceof MalformedRequest) return { status: 400, words: error.message };
  if (error instanceof Error && error.name === "TimeIsUp")
    return {
      status: 503,
      words: "Gigahost is slow to answer; the work continues, and the next round will find it done",
    };
  const words = messageOf(error);
  return { status: path === "/records" ? 500 : 503, words };
}

function sendJson(response: ServerResponse, { status, value }: Answer): void {
  if (response.destroyed) return;
  if (value === undefined) return void response.writeHead(status).end();
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { "Content-Type": mediaType, "Content-Length": body.length, Vary: "Content-Type" });
  response.end(body);
}

function sendText(response: ServerResponse, status: number, words: string): void {
  if (response.destroyed || response.headersSent) return;
  const body = Buffer.from(`${words}\n`);
  response.writeHead(status, { "Content-Type": "text/plain", "Content-Length": body.length });
  response.end(body);
}
