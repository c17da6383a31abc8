import { html, nothing, refuse, reply, type SimulatedAnswer, text } from "./answer.ts";
import { renderDyndns } from "./dyndns-form.ts";
import type { DyndnsForm } from "./simulator-options.ts";

/** What can go wrong with an answer. */
export type Fault =
  /** Seconds, or an HTTP date; null: no `Retry-After`. */
  | { readonly kind: "rate-limit"; readonly retryAfter: number | string | null }
  | { readonly kind: "html"; readonly status: number }
  | { readonly kind: "empty"; readonly status?: number }
  /** Bytes that are not text, with status 200. */
  | { readonly kind: "garbage" }
  /** Bytes that are not HTTP. */
  | { readonly kind: "not-http" }
  | { readonly kind: "reset" }
  | { readonly kind: "silence" }
  /** The true answer, one byte at a time. */
  | { readonly kind: "drip"; readonly everyMs: number }
  /** The true answer, later. */
  | { readonly kind: "delay"; readonly ms: number }
  /** Fewer bytes than `Content-Length` promises, then the connection closes. */
  | { readonly kind: "cut" }
  | { readonly kind: "oversize"; readonly bytes: number }
  /** One dyndns word for the whole call, whatever was asked: `badauth`, `dnserr`, `911`, `abuse` … */
  | { readonly kind: "word"; readonly word: string; readonly status?: number }
  /** The true dyndns answer in another form or under another status. */
  | { readonly kind: "form"; readonly form?: DyndnsForm; readonly status?: number }
  /** A failure in the envelope. */
  | { readonly kind: "status"; readonly status: number; readonly message?: string; readonly error?: string }
  | { readonly kind: "redirect"; readonly location: string; readonly status?: number }
  /** The answer says success, but nothing was done. */
  | { readonly kind: "no-effect" }
  /** Any body with any status. */
  | { readonly kind: "body"; readonly body: string; readonly status?: number; readonly contentType?: string };

export interface FaultOptions {
  /** How many answers it spoils; 1 by default, `Infinity` for all that follow. */
  readonly times?: number;
  /** `GET /dns/dyndns`, or a path with placeholders for all its methods; by default any route. */
  readonly route?: string;
  /** The operation is carried out; only its answer is lost or spoilt. */
  readonly afterEffect?: boolean;
}

export interface InjectedFault {
  readonly fault: Fault;
  readonly route: string | null;
  readonly afterEffect: boolean;
  timesLeft: number;
}

/** The faults of the next answers; the oldest one that fits comes first. */
export class Faults {
  /** How DNS queries are answered: with `servfail`, or with `silence`, not at all. */
  dns: "none" | "servfail" | "silence" = "none";
  readonly #injected: InjectedFault[] = [];

  inject(fault: Fault, options: FaultOptions = {}): void {
    const { times = 1, route = null, afterEffect = false } = options;
    this.#injected.push({ fault, route, afterEffect, timesLeft: times });
  }

  /** Removes all faults. */
  clear(): void {
    this.#injected.length = 0;
    this.dns = "none";
  }

  /** Uses up one use of the first fault for this route. */
  take(method: string, path: string): InjectedFault | null {
    const injected = this.#injected.find((each) => each.timesLeft > 0 && fits(each.route, method, path));
    if (!injected) return null;
    injected.timesLeft -= 1;
    return injected;
  }
}

/** Whether the operation is carried out although its answer is spoilt: these faults change the true answer. */
export function needsTrueAnswer({ fault, afterEffect }: InjectedFault): boolean {
  return afterEffect || ["drip", "delay", "cut", "form"].includes(fault.kind);
}

/** The answer that the fault turns the true one into. What happens on the wire itself is up to `deliver`. */
export function spoil(fault: Fault, trueAnswer: SimulatedAnswer | null): SimulatedAnswer {
  const answer = trueAnswer ?? reply(nothing, { message: "OK" });
  if (fault.kind === "rate-limit") return rateLimited(fault.retryAfter);
  if (fault.kind === "html") return html(fault.status);
  if (fault.kind === "empty") return text(fault.status ?? 200, "");
  if (fault.kind === "garbage") return { ...text(200, ""), body: Buffer.from(garbage, "latin1") };
  if (fault.kind === "word") return text(fault.status ?? 200, `${fault.word}\n`);
  if (fault.kind === "form") return reformed(fault, answer);
  if (fault.kind === "status") return failed(fault);
  if (fault.kind === "redirect") return redirected(fault);
  if (fault.kind === "body") {
    return { status: fault.status ?? 200, contentType: fault.contentType ?? "text/plain", body: fault.body };
  }
  return answer;
}

export function rateLimited(retryAfter: number | string | null): SimulatedAnswer {
  const answer = refuse(429, "Too many requests.");
  return retryAfter === null ? answer : { ...answer, headers: { "retry-after": String(retryAfter) } };
}

function reformed(fault: Extract<Fault, { kind: "form" }>, answer: SimulatedAnswer): SimulatedAnswer {
  const body = fault.form && answer.dyndns ? renderDyndns(answer.dyndns, fault.form) : answer.body;
  return { ...answer, body, status: fault.status ?? answer.status };
}

function failed({ status, message, error }: Extract<Fault, { kind: "status" }>): SimulatedAnswer {
  return error === undefined ? refuse(status, message ?? "") : reply(nothing, { status, meta: { error } });
}

function redirected({ location, status = 302 }: Extract<Fault, { kind: "redirect" }>): SimulatedAnswer {
  return { ...text(status, ""), headers: { location } };
}

function fits(route: string | null, method: string, path: string): boolean {
  return route === null || route === path || route === `${method} ${path}`;
}

const garbage = '\x00\xff\xfe{]\x1b[2J good\x00<\x80\x81\r\r\n\n"\\u';
