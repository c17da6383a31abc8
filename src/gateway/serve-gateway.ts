import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { IpNetwork } from "../model/addresses/ip-network.ts";
import type { Clock } from "../platform/clock.ts";
import { addressOf, closeServer } from "../platform/http-server/close-server.ts";
import { guardedOptions, guardServer, guardVisit, type ServerGuards } from "../platform/http-server/guard-server.ts";
import { keepListening } from "../platform/http-server/keep-listening.ts";
import { createWrongSecretLimit } from "../platform/http-server/wrong-secret-limit.ts";
import type { Log } from "../platform/logger.ts";
import { maxChallengesPerMinute } from "./acme/admit-challenge.ts";
import type { ChallengeDesk } from "./acme/challenge-desk.ts";
import type { GatewayDesk } from "./desk.ts";
import { safetyHeaders, sendGatewayAnswer, textAnswer } from "./http/answer.ts";
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
  /** Called when `problems()` has changed. */
  readonly onProblems: (problems: readonly string[]) => void;
  /** A defect of ours that a visitor ran into. */
  readonly onDefect: (error: unknown) => void;
  /** How long a device waits for its outcome, in milliseconds; 8 s by default. */
  readonly maxAnswerMs?: number;
  /** How soon a port in use is tried again; 10 s by default. */
  readonly retryMs?: number;
  /** How long the headers of a request may take to arrive; 15 s by default. */
  readonly maxHeadersMs?: number;
}

export interface GatewayServer {
  /** Null while it can't listen. */
  address(): { readonly host: string; readonly port: number } | null;
  close(): Promise<void>;
}

/** Routers wait 10 s at least. */
const usualMaxAnswerMs = 8_000;
/** Thousands of devices may come at once, each with a connection of its own. */
const bounds = { maxHeaderBytes: 16 * 1024, maxConnections: 4096, maxUnanswered: 32 };
/** Longer than a device waits for its outcome, also where thousands come at once and the machine is busy with them. */
const maxSilenceMs = 30_000;
const maxRequestMs = 20_000;
const maxChangesPerMinute = 60;

/** Whatever is wrong with a request, a device knows only the words of dyndns2; the reason behind them is for people. */
const guards: ServerGuards = {
  ...bounds,
  ...{ maxSilenceMs, maxRequestMs },
  say: (words) => ({ ...textAnswer(400, `badagent ${words}`), headers: safetyHeaders }),
  // It may be us who were too busy to read it: to inadyn only 5xx means "later".
  sayLate: (words) => ({
    ...{ ...textAnswer(503, `911 ${words}`), phrase: "Service Unavailable" },
    headers: { ...safetyHeaders, "Retry-After": "15" },
  }),
};

/** Starts the gateway's listener. Never throws because of a port in use or a certificate that can't be read: it tries again. */
export async function serveGateway(options: GatewayOptions): Promise<GatewayServer> {
  const {
    host,
    port,
    clock,
    desk,
    log,
    maxAnswerMs = usualMaxAnswerMs,
    retryMs = 10_000,
    maxHeadersMs = 15_000,
  } = options;
  const stop = new AbortController();
  const problems = new Map<string, string>();
  const note = (part: string) => (problem: string | null) => {
    if (problem === (problems.get(part) ?? null)) return;
    if (problem === null) problems.delete(part);
    else problems.set(part, problem);
    options.onProblems([...problems.values()]);
  };
  const parts: GatewayParts = {
    ...{ desk, clock, log, maxAnswerMs, challenges: options.challenges, signal: stop.signal },
    challengeRate: createRateLimit(clock, maxChallengesPerMinute),
    wrong: createWrongSecretLimit(10, 6_000),
    rate: createRateLimit(clock, maxChangesPerMinute),
    waiting: new Set(),
  };
  const visit = guardVisit(guards, (request, response) => {
    answerVisit(request, response, parts, options.trustedProxies).catch((error) => {
      options.onDefect(error);
      sendGatewayAnswer(request, response, textAnswer(500, "911"));
    });
  });
  const limits = guardedOptions({ ...guards, maxHeadersMs });
  const server = options.tls
    ? await keepCertificate(options.tls, { limits, visit, clock, signal: stop.signal, onProblem: note("tls") })
    : createServer(limits, visit);
  guardServer(server, guards);
  server.on("checkExpectation", visit);
  // A script's `nc` closes its side as soon as it has asked. Node's own switch, which its types don't know.
  Object.assign(server, { httpAllowHalfOpen: true });
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
  if (visit === null)
    return sendGatewayAnswer(request, response, textAnswer(413, "badagent The request is too large."));
  const route = findRoute(visit.path);
  if (route === null) return sendGatewayAnswer(request, response, textAnswer(404, "Not found."));
  if (!route.methods.includes(visit.method)) {
    const allow = { Allow: route.methods.join(", ") };
    return sendGatewayAnswer(request, response, textAnswer(405, `${visit.path} accepts ${allow.Allow}.`, allow));
  }
  sendGatewayAnswer(request, response, await route.answer(visit, parts));
}
