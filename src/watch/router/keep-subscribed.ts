import type { Clock } from "../../platform/clock.ts";
import { messageOf } from "../../platform/error-message.ts";
import { renew, type SubscriptionCall, subscribe, unsubscribe } from "../../platform/upnp/event-subscription.ts";
import { withLimit } from "../../platform/with-limit.ts";
import { type EventCallback, openEventCallback } from "./event-callback.ts";
import type { RouterPlace } from "./router-place.ts";

export interface Subscribing {
  readonly place: RouterPlace;
  readonly eventUrl: URL;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onSubscribed: () => void;
  readonly onEvent: (body: string) => void;
}

const maxCallMs = 5_000;
/** The device forgets it by itself, so the program doesn't wait long for that when it ends. */
const maxFarewellMs = 1_000;

/** Stays subscribed to a router's events until the signal is aborted or the subscription is lost; then it says why. */
export async function keepSubscribed(subscribing: Subscribing): Promise<string> {
  try {
    const callback = await openEventCallback({ ...subscribing.place, onEvent: subscribing.onEvent });
    return await receive(subscribing, callback).finally(() => callback.close());
  } catch (error) {
    return messageOf(error);
  }
}

async function receive(subscribing: Subscribing, callback: EventCallback): Promise<string> {
  const { place, eventUrl, clock, signal } = subscribing;
  const call = <Result>(ask: (call: SubscriptionCall) => Promise<Result>): Promise<Result> =>
    withLimit(clock, maxCallMs, signal, (limit) => ask({ eventUrl, localAddress: place.localAddress, signal: limit }));
  let answered = await call((to) => subscribe(to, callback.url));
  if (!answered.ok) return answered.reason;
  const subscription = answered.value;
  callback.expect(subscription.sid);
  subscribing.onSubscribed();
  while (answered.ok) {
    await clock.sleep(answered.value.lifetimeMs / 2, signal);
    if (signal.aborted) break;
    answered = await call((to) => renew(to, subscription));
  }
  await bidFarewell(subscribing, subscription);
  return answered.ok ? "stopped" : answered.reason;
}

async function bidFarewell(
  { place, eventUrl, clock }: Subscribing,
  subscription: Parameters<typeof unsubscribe>[1],
): Promise<void> {
  await withLimit(clock, maxFarewellMs, null, (signal) =>
    unsubscribe({ eventUrl, localAddress: place.localAddress, signal }, subscription),
  ).catch(() => undefined);
}
