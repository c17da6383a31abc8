import type { Clock } from "../platform/clock.ts";
import type { SimulatedAnswer } from "./answer.ts";
import type { Caller } from "./authentication.ts";
import type { Upload } from "./http/read-request.ts";
import type { Habits } from "./simulator-options.ts";
import type { Store } from "./store/store.ts";

/** One call of an operation, authenticated and routed. */
export interface Call {
  /** Path parameters by name, percent-decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON object, or the fields of a form; empty without a body. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly uploads: readonly Upload[];
  readonly caller: Caller;
  /** The client's source address; IPv4 in IPv6 unwrapped. */
  readonly remoteAddress: string;
  readonly store: Store;
  readonly habits: Habits;
  readonly clock: Clock;
}

export type Handler = (call: Call) => SimulatedAnswer | Promise<SimulatedAnswer>;

/** Handlers by `METHOD /path/{parameter}`. */
export type Handlers = Readonly<Record<string, Handler>>;

/** The value of a body field as text; null if it is missing or can't be one. */
export function textField(call: Call, name: string): string | null {
  const value = call.body[name];
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : null;
}

/** A number, or a string that is one, as PHP reads it; otherwise null. */
export function numberField(call: Call, name: string): number | null {
  const value = call.body[name];
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+$/u.test(value) ? Number(value) : null;
}

/** What PHP considers true: `true`, 1, `"1"`. */
export function flagField(call: Call, name: string): boolean {
  const value = call.body[name];
  return value === true || value === 1 || value === "1" || value === "true";
}
