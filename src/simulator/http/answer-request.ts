import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { html, refuse, type SimulatedAnswer } from "../answer.ts";
import { type Faults, needsTrueAnswer, rateLimited, spoil } from "../faults.ts";
import type { Habits } from "../simulator-options.ts";
import { deliver } from "./deliver.ts";
import { type DispatchContext, dispatch } from "./dispatch.ts";
import { createRateLimit } from "./rate-limit.ts";
import { type RequestBody, readBody } from "./read-request.ts";
import type { Connection, LoggedRequest } from "./request-log.ts";
import { createRouter, type Match, type Route } from "./router.ts";
import { routes } from "./routes.ts";

/** A request that was read and logged, and its route. */
interface Arrival {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: RequestBody;
  readonly logged: LoggedRequest;
  readonly match: Match<Route>;
}

/** Creates the listener for requests: log, route, fault, limit, operation, delivery. */
export function createAnswerer(context: DispatchContext, faults: Faults, requests: LoggedRequest[]) {
  const arrive = createReceiver(context, requests);
  const { rateLimit } = context.habits;
  const waitS = rateLimit ? createRateLimit(rateLimit) : () => null;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const arrival = await arrive(request).catch(() => null);
    // The client went away before it had sent all of its request.
    if (!arrival) return;
    const { match, logged } = arrival;
    const injected = faults.take(logged.method, match.kind === "found" ? match.route.path : logged.path);
    const limitedS = waitS(logged.atMs);
    const operate = async () =>
      limitedS === null ? shaped(await trueAnswer(arrival, context), context.habits) : rateLimited(limitedS);
    const answer = injected && !needsTrueAnswer(injected) ? null : await operate();
    const spoilt = injected ? spoil(injected.fault, answer) : answer;
    const sent = spoilt && context.habits.gzip ? compressed(spoilt) : spoilt;
    logged.status = await deliver(response, sent ?? html(500), injected?.fault ?? null);
  };
}

function createReceiver({ clock }: DispatchContext, requests: LoggedRequest[]) {
  const route = createRouter(routes);
  const numberOf = createConnectionNumbers();
  return async (request: IncomingMessage): Promise<Arrival> => {
    const url = new URL(`http://simulator${request.url ?? "/"}`);
    const method = request.method ?? "GET";
    const path = url.pathname.replace(/^\/api\/v0(?=\/|$)/u, "");
    const connection = describeConnection(request, numberOf(request.socket));
    const atMs = clock.steadyMs();
    const body = await readBody(request);
    const logged: LoggedRequest = { ...logEntry(request, url, body), method, path, connection, atMs };
    remember(requests, logged);
    const match: Match<Route> = url.pathname.startsWith("/api/v0/") ? route(method, path) : { kind: "unknown" };
    return { request, url, body, logged, match };
  };
}

function trueAnswer(
  { request, url, body, logged, match }: Arrival,
  context: DispatchContext,
): Promise<SimulatedAnswer> | SimulatedAnswer {
  if (match.kind === "unknown") return refuse(404, "Endpoint not found.");
  if (match.kind === "wrong-method") return refuse(405, "Method not allowed");
  const { route, parameters } = match;
  const arrived = { request, route, parameters, path: logged.path, query: url.searchParams, body };
  return dispatch(arrived, context);
}

/** One server was seen to leave `meta` out. */
function shaped(answer: SimulatedAnswer, { withoutMeta }: Habits): SimulatedAnswer {
  if (!withoutMeta || answer.contentType !== "application/json" || typeof answer.body !== "string") return answer;
  const { meta: _, ...rest } = JSON.parse(answer.body);
  return { ...answer, body: JSON.stringify(rest) };
}

function compressed(answer: SimulatedAnswer): SimulatedAnswer {
  if (typeof answer.body !== "string") return answer;
  return { ...answer, body: gzipSync(answer.body), headers: { ...answer.headers, "content-encoding": "gzip" } };
}

function logEntry(request: IncomingMessage, url: URL, body: RequestBody) {
  return {
    rawQuery: url.search.slice(1),
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body: body.value,
    bodyText: body.text,
    uploads: body.uploads,
    status: null,
  };
}

/** A demo may run for days: old entries are dropped. */
function remember(requests: LoggedRequest[], logged: LoggedRequest): void {
  requests.push(logged);
  if (requests.length > 20_000) requests.splice(0, 1000);
}

function createConnectionNumbers(): (socket: Socket) => number {
  const numbers = new WeakMap<Socket, number>();
  let last = 0;
  return (socket) => {
    const number = numbers.get(socket) ?? ++last;
    numbers.set(socket, number);
    return number;
  };
}

function describeConnection(request: IncomingMessage, id: number): Connection {
  const { remoteAddress = "", remotePort = 0 } = request.socket;
  return { id, remoteAddress: remoteAddress.replace(/^::ffff:/u, ""), remotePort, httpVersion: request.httpVersion };
}
