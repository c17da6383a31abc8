import type { Agent, IncomingMessage } from "node:http";
import { addAbortSignal } from "node:stream";
import { readRetryAfterMs } from "../../api/send/pace/retry-after.ts";
import type { Credential } from "../../model/settings/credential.ts";
import type { Clock } from "../../platform/clock.ts";
import { readBody } from "../../platform/http/read-body.ts";
import { sendRequest } from "../../platform/http/send-request.ts";
import { limitLookup } from "../../platform/network/look-up.ts";
import { isTimeUp, withLimit } from "../../platform/with-limit.ts";
import type { DyndnsReply } from "../answers/read-reply.ts";
import type { PublishOptions } from "../engine.ts";
import { failureOf } from "./describe-failure.ts";
import type { DyndnsQuestion, SendDyndns, SentUpdate } from "./dyndns.ts";

export interface SenderOptions {
  /** Without a final slash. */
  readonly baseUrl: string;
  readonly credential: Credential;
  /** The HTTP proxy that an https: server is reached through; none by default. */
  readonly proxy?: string | null;
  /** Hides the secrets in what the server says. */
  readonly mask: (text: string) => string;
  readonly clock: Clock;
  /** Milliseconds until the answer begins, and until it is complete. */
  readonly timeouts?: { readonly answerMs: number; readonly totalMs: number };
}

const usualTimeouts = { answerMs: 10_000, totalMs: 30_000 };
/** A resolver that takes longer doesn't answer; less than an answer may take, so that it isn't the server's fault. */
const maxLookupMs = 5_000;
/** Much more than 20 lines need. */
const maxBodyBytes = 64 * 1024;
/**
 * Long enough for the requests of one round, and no longer: a server closes connections that are idle, and after a change of
 * address one of the old address leads nowhere, which would take as long to find out as a silent server.
 */
const maxIdleMs = 1_000;

/**
 * Sends dyndns requests with Node's own client, which takes a quarter of the memory of the API library's: the daemon that
 * only publishes through dyndns never loads that one. No redirect is followed, nothing is sent twice.
 */
export function createDyndnsSender(options: SenderOptions): SendDyndns {
  let connection: Promise<Connection> | null = null;
  return async (question, publishOptions) => {
    connection ??= connect(options);
    return exchange(await connection, question, options, publishOptions);
  };
}

interface Connection {
  readonly request: Parameters<typeof sendRequest>[0];
  readonly agent: Agent;
}

async function connect({ baseUrl, proxy = null, clock, timeouts = usualTimeouts }: SenderOptions): Promise<Connection> {
  const client = baseUrl.startsWith("https:") ? await import("node:https") : await import("node:http");
  const lookup = limitLookup(clock, Math.min(maxLookupMs, timeouts.answerMs / 2));
  const options = { keepAlive: true, maxSockets: 1, timeout: maxIdleMs };
  if (proxy === null || !baseUrl.startsWith("https:")) {
    return { request: client.request, agent: new client.Agent({ ...options, lookup }) };
  }
  const { createTunnelAgent } = await import("../../platform/http/tunnel-agent.ts");
  return { request: client.request, agent: createTunnelAgent(proxy, options) };
}

async function exchange(
  connection: Connection,
  question: DyndnsQuestion,
  { baseUrl, credential, mask, clock, timeouts = usualTimeouts }: SenderOptions,
  { signal, onRequest }: PublishOptions,
): Promise<SentUpdate> {
  const startedMs = clock.steadyMs();
  const report = (status: string) =>
    onRequest({ operation: "dns.updateDyndns", status, durationMs: clock.steadyMs() - startedMs });
  let sent = false;
  const onSent = () => {
    sent = true;
  };
  try {
    const reply = await withLimit(clock, timeouts.totalMs, signal, async (total) => {
      const ask = (limit: AbortSignal) => get(connection, urlOf(baseUrl, question), credential, { limit, onSent });
      const response = await withLimit(clock, timeouts.answerMs, total, ask);
      return readResponse(addAbortSignal(total, response), clock.wallMs());
    });
    report(String(reply.status));
    return { ok: true, reply: { ...reply, body: mask(reply.body) } };
  } catch (error) {
    const failure = failureOf(error, { timedOut: isTimeUp(error), sent });
    report(failure.failure);
    return { ok: false, ...failure };
  }
}

function urlOf(baseUrl: string, { hostnames, myip, myipv6 }: DyndnsQuestion): URL {
  const names = hostnames.map(encodeURIComponent).join(",");
  const ipv6 = myipv6 === null ? "" : `&myipv6=${encodeURIComponent(myipv6)}`;
  return new URL(`${baseUrl}/dns/dyndns?hostname=${names}&myip=${encodeURIComponent(myip)}${ipv6}`);
}

function get(
  { request, agent }: Connection,
  url: URL,
  credential: Credential,
  { limit, onSent }: { readonly limit: AbortSignal; readonly onSent: () => void },
): Promise<IncomingMessage> {
  const headers = { accept: "text/plain, */*;q=0.1", authorization: authorizationOf(credential) };
  return sendRequest(request, url, { agent, signal: limit, headers, onSent });
}

/** RFC 7617 for user name and password; the user name is not percent-encoded. */
function authorizationOf(credential: Credential): string {
  if (credential.kind === "api-key") return `Bearer ${credential.apiKey}`;
  return `Basic ${Buffer.from(`${credential.username}:${credential.password}`, "utf8").toString("base64")}`;
}

async function readResponse(response: IncomingMessage, wallMs: number): Promise<DyndnsReply> {
  const { text, cut } = await readBody(response, maxBodyBytes);
  return {
    status: response.statusCode ?? 0,
    retryAfterMs: readRetryAfterMs(response.headers, wallMs),
    body: text,
    cut,
  };
}
