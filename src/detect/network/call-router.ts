import type { Attempt } from "../../model/fallible.ts";
import type { Path } from "../../platform/dns/exchange-datagrams.ts";
import { type ActionAnswer, callAction } from "../../platform/upnp/call-action.ts";
import type { WanConnection } from "../../platform/upnp/gateway-device.ts";
import type { RawAnswer } from "../source.ts";
import { explainNetworkError } from "./explain-network-error.ts";

/** A router to ask over one way. */
export interface AskedRouter {
  readonly router: string;
  readonly path: Path;
  readonly signal: AbortSignal;
}

type CalledAction = Attempt<{ readonly answer: ActionAnswer }, { readonly said: Extract<RawAnswer, { kind: "none" }> }>;

/** Calls an action of a router; why it gives no answer in plain words. */
export async function callRouter(connection: WanConnection, action: string, place: AskedRouter): Promise<CalledAction> {
  const { path, signal, router } = place;
  const called = await callAction({ connection, action, localAddress: path.localAddress, signal });
  return called.ok ? { ok: true, answer: called.value } : { ok: false, said: explainRouter(called, router) };
}

interface UnansweredCall {
  readonly error: Error | null;
  readonly reason: string;
}

export function explainRouter({ error, reason }: UnansweredCall, router: string): Extract<RawAnswer, { kind: "none" }> {
  return error === null ? none(reason) : explainNetworkError(error, router, "ipv4");
}

/** Null if the action was refused, or says nothing of it. */
export function readValue(answer: ActionAnswer, name: string): string | null {
  return answer.kind === "done" ? (answer.values.get(name) ?? null) : null;
}

export function describeRefusal({ code, status }: Extract<ActionAnswer, { kind: "refused" }>): string {
  return code === null ? `HTTP ${status}` : `UPnP error ${code}`;
}

export function none(reason: string): Extract<RawAnswer, { kind: "none" }> {
  return { kind: "none", reason };
}
