import type { Exchanged } from "../dns/exchange-datagrams.ts";
import { exchangeHttp } from "./exchange-http.ts";

/** A subscription to the events of a device, as it granted it. */
export interface EventSubscription {
  readonly sid: string;
  readonly lifetimeMs: number;
}

export interface SubscriptionCall {
  readonly eventUrl: URL;
  /** The own address to ask from. */
  readonly localAddress: string;
  readonly signal: AbortSignal;
}

const wantedSeconds = 1_800;
/** Less would have us renew it all the time, more is not to be relied upon. */
const minSeconds = 60;
const maxSeconds = 86_400;

/** Has a device send its events to `callback` (UPnP Device Architecture, section 4.1.2). */
export function subscribe(call: SubscriptionCall, callback: URL): Promise<Exchanged<EventSubscription>> {
  return ask(call, { callback: `<${callback.href}>`, nt: "upnp:event" });
}

/** Section 4.1.3. A device that was restarted knows nothing of it, and says so with 412. */
export function renew(call: SubscriptionCall, { sid }: EventSubscription): Promise<Exchanged<EventSubscription>> {
  return ask(call, { sid });
}

/** Section 4.1.4. */
export async function unsubscribe(call: SubscriptionCall, { sid }: EventSubscription): Promise<void> {
  const { eventUrl: url, localAddress, signal } = call;
  await exchangeHttp({ url, localAddress, method: "UNSUBSCRIBE", headers: { sid }, signal });
}

async function ask(
  { eventUrl: url, localAddress, signal }: SubscriptionCall,
  who: Readonly<Record<string, string>>,
): Promise<Exchanged<EventSubscription>> {
  const headers = { ...who, timeout: `Second-${wantedSeconds}` };
  const exchanged = await exchangeHttp({ url, localAddress, method: "SUBSCRIBE", headers, signal });
  if (!exchanged.ok) return exchanged;
  const { status, headers: answered } = exchanged.value;
  const sid = String(answered.sid ?? "");
  if (status !== 200) return fail(`the router refuses to send its events (HTTP ${status})`);
  // It is sent back as a header.
  if (!/^[\x21-\x7e]{1,128}$/.test(sid)) return fail("the router names no subscription");
  return { ok: true, value: { sid, lifetimeMs: readSeconds(String(answered.timeout ?? "")) * 1_000 } };
}

function readSeconds(timeout: string): number {
  const seconds = Number(/^Second-(\d{1,9})$/i.exec(timeout)?.[1] ?? wantedSeconds);
  return Math.min(Math.max(seconds, minSeconds), maxSeconds);
}

function fail(reason: string): Exchanged<EventSubscription> {
  return { ok: false, error: null, reason };
}
