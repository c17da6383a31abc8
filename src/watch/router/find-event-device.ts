import type { Fallible } from "../../model/fallible.ts";
import type { Clock } from "../../platform/clock.ts";
import { findFritzbox } from "../../platform/upnp/find-fritzbox.ts";
import { findGatewayDevice } from "../../platform/upnp/find-gateway-device.ts";
import type { GatewayDevice } from "../../platform/upnp/gateway-device.ts";
import { withLimit } from "../../platform/with-limit.ts";
import type { RouterPlace } from "./router-place.ts";
import { speaksPortControl } from "./speaks-port-control.ts";

/** Other ports than the usual ones, for tests. */
export interface RouterPorts {
  readonly portControl?: number;
  readonly fritzbox?: number;
  readonly search?: number;
}

export interface FindOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly ports?: RouterPorts;
}

/** Where to subscribe to a router's events, or why not to, in plain words. */
export type EventDevice = Fallible<
  { readonly eventUrls: readonly URL[] },
  /** The router announces its address in another way, and will continue to. */
  { readonly isNeedless?: boolean }
>;

const maxDescriptionMs = 5_000;
const maxSubscriptions = 4;

/**
 * A FRITZ!Box sends its events whatever else it speaks, the IPv6 address among them. Another router is subscribed to only
 * where it speaks neither NAT-PMP nor PCP, which announce the same without a subscription.
 */
export async function findEventDevice(place: RouterPlace, options: FindOptions): Promise<EventDevice> {
  const box = await findBox(place, options);
  if (box !== null) return subscribable(box);
  const { clock, signal, ports = {} } = options;
  const { portControl: port } = ports;
  if (await speaksPortControl(place, { clock, signal, ...(port !== undefined && { port }) }))
    return { ...none(`${place.router} announces its address by NAT-PMP or PCP`), isNeedless: true };
  const { search } = ports;
  const device = await findGatewayDevice({ ...place, clock, signal, ...(search !== undefined && { port: search }) });
  return device.ok ? subscribable(device.value) : none(device.reason);
}

async function findBox(place: RouterPlace, { clock, signal, ports = {} }: FindOptions): Promise<GatewayDevice | null> {
  const { fritzbox: port } = ports;
  for (const version of [1, 2] as const) {
    const box = await withLimit(clock, maxDescriptionMs, signal, (limit) =>
      findFritzbox({ ...place, signal: limit, ...(port !== undefined && { port }) }, version),
    ).catch(() => null);
    if (box?.ok && eventUrlsOf(box.value).length > 0) return box.value;
    // Nobody listens there: not for the other description either.
    if (box === null || (!box.ok && box.error !== null)) return null;
  }
  return null;
}

function subscribable(device: GatewayDevice): EventDevice {
  const eventUrls = eventUrlsOf(device).slice(0, maxSubscriptions);
  return eventUrls.length > 0 ? { ok: true, eventUrls } : none("the router's UPnP description names no events");
}

function eventUrlsOf({ connections }: GatewayDevice): readonly URL[] {
  const urls = connections.flatMap(({ eventUrl }) => eventUrl ?? []);
  return [...new Map(urls.map((url) => [url.href, url])).values()];
}

function none(reason: string) {
  return { ok: false, reason } as const;
}
