import type { IncomingMessage } from "node:http";
import type { Clock } from "../platform/clock.ts";
import { type Answer, refuse, text } from "./answer.ts";
import { authenticate } from "./authentication.ts";
import type { Call, Handlers } from "./call.ts";
import { mayCall } from "./permissions.ts";
import type { RequestBody } from "./read-request.ts";
import type { Route } from "./router.ts";
import type { Habits } from "./simulator-options.ts";
import type { Store } from "./store/store.ts";

export interface Surroundings {
  readonly store: Store;
  readonly habits: Habits;
  readonly clock: Clock;
  readonly handlers: Handlers;
}

export interface Arrived {
  readonly request: IncomingMessage;
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
  /** The path as it came, decoded no further. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: RequestBody;
}

/** From a routed request to the true answer: who is it, may they, is the body readable, then the operation itself. */
export async function dispatch(arrived: Arrived, surroundings: Surroundings): Promise<Answer> {
  const { request, route, path, body } = arrived;
  const key = `${route.method} ${route.path}`;
  const handler = surroundings.handlers[key];
  if (!handler) return refuse(404, "Endpoint not found.");
  const caller = authenticate(request.headers.authorization, surroundings.store);
  if (!caller && !openToAll.has(key)) return unauthorized(key, surroundings.habits);
  if (caller && !mayCall(caller, route.method, path)) return forbidden(key, surroundings.habits);
  if (body.kind === "broken") return refuse(400, "Invalid JSON.");
  const call = makeCall(arrived, surroundings);
  // Operations that are open to all never look at the caller.
  return handler({ ...call, caller: caller ?? nobody });
}

function makeCall(
  { request, parameters, query, body }: Arrived,
  { store, habits, clock }: Surroundings,
): Omit<Call, "caller"> {
  const fields = isObject(body.value) ? body.value : {};
  const remoteAddress = (request.socket.remoteAddress ?? "").replace(/^::ffff:/u, "");
  return { path: parameters, query, body: fields, uploads: body.uploads, remoteAddress, store, habits, clock };
}

function unauthorized(key: string, habits: Habits): Answer {
  return key === dyndns ? text(habits.dyndnsFailureStatus, "badauth\n") : refuse(401, "401 Unauthorized");
}

function forbidden(key: string, habits: Habits): Answer {
  if (key === dyndns) return text(habits.dyndnsFailureStatus, "badauth\n");
  return refuse(403, "You do not have permission for this operation.");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const dyndns = "GET /dns/dyndns";
const openToAll = new Set(["POST /authenticate", "POST /account/validate", "POST /account/reset"]);

const nobody: Call["caller"] = {
  account: { custId: "", username: "", password: "", twoFactorCode: null, language: "en", partner: false },
  via: "session",
  key: null,
};
