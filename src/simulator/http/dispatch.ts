import type { IncomingMessage } from "node:http";
import type { Clock } from "../../platform/clock.ts";
import { refuse, refuseWithError, type SimulatedAnswer, text } from "../answer.ts";
import { authenticate, type Caller } from "../authentication.ts";
import type { Call, Handlers } from "../call.ts";
import { mayCall } from "../permissions.ts";
import type { Habits } from "../simulator-options.ts";
import type { ApiKey } from "../store/accounts.ts";
import type { Store } from "../store/store.ts";
import { findParameterProblem } from "./check-parameters.ts";
import type { RequestBody } from "./read-request.ts";
import type { Route } from "./router.ts";

export interface DispatchContext {
  readonly store: Store;
  readonly habits: Habits;
  readonly clock: Clock;
  readonly handlers: Handlers;
}

export interface Arrived {
  readonly request: IncomingMessage;
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
  /** The path as received, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: RequestBody;
}

/** From a routed request to the true answer: who is calling, are they allowed to, is it well-formed; then the operation itself. */
export async function dispatch(arrived: Arrived, context: DispatchContext): Promise<SimulatedAnswer> {
  const { request, route, path } = arrived;
  const key = `${route.method} ${route.path}`;
  const caller = authenticate(request.headers.authorization, context.store);
  if (!caller && !openToAll.has(key)) return unauthorized(key, context.habits);
  if (caller && !mayCall(caller, route.method, path)) return forbidden(key, context.habits);
  // Operations that are open to everybody ignore the caller.
  const answer = await operate(key, arrived, makeCall(arrived, context, caller ?? nobody), context.handlers);
  if (caller?.key) noteUse(caller.key, arrived, answer, context.clock);
  return caller?.account.language === "no" ? inNorwegian(answer) : answer;
}

async function operate(key: string, arrived: Arrived, call: Call, handlers: Handlers): Promise<SimulatedAnswer> {
  const handler = handlers[key];
  if (!handler) return refuse(404, "Endpoint not found.");
  if (arrived.body.kind === "broken") return refuse(400, "Invalid data received.");
  const problem = await findParameterProblem(arrived.route, arrived);
  if (problem === null) return handler(call);
  return arrived.path.startsWith("/deploy/") ? refuseWithError(400, problem) : refuse(400, problem);
}

function makeCall({ request, parameters, query, body }: Arrived, context: DispatchContext, caller: Caller): Call {
  const { store, habits, clock } = context;
  const fields = isObject(body.value) ? body.value : {};
  const remoteAddress = (request.socket.remoteAddress ?? "").replace(/^::ffff:/u, "");
  const given = { path: parameters, query, body: fields, uploads: body.uploads };
  return { ...given, caller, remoteAddress, store, habits, clock };
}

function unauthorized(key: string, habits: Habits): SimulatedAnswer {
  return key === dyndns ? text(habits.dyndnsBadauthStatus, "badauth\n") : refuse(401, "401 Unauthorized");
}

function forbidden(key: string, habits: Habits): SimulatedAnswer {
  if (key === dyndns) return text(habits.dyndnsBadauthStatus, "badauth\n");
  return refuse(403, "You do not have permission for this operation.");
}

function noteUse(key: ApiKey, { request, route, path }: Arrived, answer: SimulatedAnswer, clock: Clock): void {
  const timestamp = Math.floor(clock.wallMs() / 1000);
  const ip = request.socket.remoteAddress ?? "";
  key.lastUsedAt = timestamp;
  key.lastUsedIp = ip;
  key.log.push({ timestamp, ip, method: route.method, path, code: answer.status });
  if (key.log.length > 1000) key.log.shift();
}

/** Messages are in the user's language, so clients can't match on them. */
function inNorwegian(answer: SimulatedAnswer): SimulatedAnswer {
  if (answer.status < 400 || answer.contentType !== "application/json" || typeof answer.body !== "string")
    return answer;
  return {
    ...answer,
    body: answer.body.replace(/"(message|error)":"[^"]*"/u, '"$1":"Forespørselen kunne ikke utføres."'),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const dyndns = "GET /dns/dyndns";
const openToAll = new Set(["POST /authenticate", "POST /account/validate", "POST /account/reset"]);

const nobody: Caller = {
  account: { custId: "", username: "", password: "", twoFactorCode: null, language: "en", partner: false },
  via: "session",
  key: null,
};
