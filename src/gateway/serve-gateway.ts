import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { IpNetwork } from "../model/addresses/ip-network.ts";
import type { Clock } from "../platform/clock.ts";
import { keepListening } from "../platform/http-server/keep-listening.ts";
import { limitConnections } from "../platform/http-server/limit-connections.ts";
import { createWrongSecretLimit } from "../platform/http-server/wrong-secret-limit.ts";
import type { Log } from "../platform/logger.ts";
import { maxChallengesPerMinute } from "./acme/admit-challenge.ts";
import type { ChallengeDesk } from "./acme/challenge-desk.ts";
import type { GatewayDesk } from "./desk.ts";
import { sendGatewayAnswer, textAnswer } from "./http/answer.ts";
import { readVisit } from "./http/read-visit.ts";
import type { GatewayParts } from "./http/route.ts";
import { findRoute } from "./http/routes.ts";
import { keepCertificate } from "./keep-certificate.ts";
import { createRateLimit } from "./rate-limit.ts";

export interface GatewayOptions {
  readonly host: string;
  readonly port: number;
  /** Null: plain http. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  readonly trustedProxies: readonly IpNetwork[];
  readonly desk: GatewayDesk;
  readonly challenges: ChallengeDesk;
  readonly clock: Clock;
  readonly log: Log;
  /** Told when `problems()` has changed. */
  readonly onProblems: (problems: readonly string[]) => void;
  /** A defect of ours that a visitor ran into. */
  readonly onDefect: (error: unknown) => void;
  /** How long a device waits for its outcome, in milliseconds; 8 s if not given. */
  readonly withinMs?: number;
  /** How soon a port that is taken is tried again; 10 s if not given. */
  readonly retryMs?: number;
}

export interface GatewayServer {
  /** Null while it can't listen. */
  address(): { readonly host: string; readonly port: number } | null;
  close(): Promise<void>;
}

/** Routers wait 10 s at least. */
const usualWithinMs = 8_000;
const limits = { headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 5_000, maxHeaderSize: 16 * 1024 };
/** Thousands of devices may come at once, each with a connection of its own. */
const bounds = { maxConnections: 4096, maxUnanswered: 32 };
/** Longer than a device waits for its outcome. */
const silenceMs = 20_000;
const maxChangesPerMinute = 60;
const closeGraceMs = 300;

/** Starts the gateway's listener. Never throws for a port that is taken or a certificate that can't be read: it tries again. */
export async function serveGateway(options: GatewayOptions): Promise<GatewayServer> {
  const { host, port, clock, desk, log, withinMs = usualWithinMs, retryMs = 10_000 } = options;
  const stop = new AbortController();
  const problems = new Map<string, string>();
  const note = (part: string) => (problem: string | null) => {
    if (problem === (problems.get(part) ?? null)) return;
    if (problem === null) problems.delete(part);
    else problems.set(part, problem);
    options.onProblems([...problems.values()]);
  };
  const parts: GatewayParts = {
    ...{ desk, clock, log, withinMs, challenges: options.challenges },
    challengeRate: createRateLimit(clock, maxChallengesPerMinute),
    wrong: createWrongSecretLimit(10, 6_000),
    rate: createRateLimit(clock, maxChangesPerMinute),
    waiting: new Set(),
  };
  const visit = (request: IncomingMessage, response: ServerResponse) => {
    // What came in one piece with too many requests is parsed to its end, though nobody is there to read the answer.
    if (request.socket.destroyed) return;
    answerVisit(request, response, parts, options.trustedProxies).catch((error) => {
      options.onDefect(error);
      sendGatewayAnswer(request, response, textAnswer(500, "911"));
    });
  };
  const server = options.tls
    ? await keepCertificate(options.tls, { limits, visit, clock, signal: stop.signal, onProblem: note("tls") })
    : createServer(limits, visit);
  server.setTimeout(silenceMs);
  // Failing to listen is dealt with where it is tried; a connection that can't be accepted is the visitor's loss only.
  server.on("error", () => {});
  limitConnections(server, bounds);
  const listening = { clock, signal: stop.signal, everyMs: retryMs, onProblem: note("listen") };
  await keepListening(server, { host, port, who: "The gateway", key: "gateway.listen" }, listening);
  return {
    address: () => addressOf(server),
    async close() {
      stop.abort();
      await closeServer(server);
    },
  };
}

async function answerVisit(
  request: IncomingMessage,
  response: ServerResponse,
  parts: GatewayParts,
  trusted: readonly IpNetwork[],
): Promise<void> {
  const visit = await readVisit(request, trusted);
  if (visit === null) return sendGatewayAnswer(request, response, textAnswer(413, "The request is too large."));
  const route = findRoute(visit.path);
  if (route === null) return sendGatewayAnswer(request, response, textAnswer(404, "Not found."));
  if (!route.methods.includes(visit.method)) {
    const allow = { Allow: route.methods.join(", ") };
    return sendGatewayAnswer(request, response, textAnswer(405, `${visit.path} takes ${allow.Allow}.`, allow));
  }
  sendGatewayAnswer(request, response, await route.answer(visit, parts));
}

function addressOf(server: Server): { host: string; port: number } | null {
  const where = server.address() as AddressInfo | null; // a server on TCP has no address of another kind
  return where && { host: where.address, port: where.port };
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), closeGraceMs);
  await closed;
  clearTimeout(impatience);
}
