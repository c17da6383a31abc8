import type { Config } from "../../config/config.ts";
import { interfaceOf } from "../../detect/network/own-address.ts";
import { parseSource } from "../../detect/parse-source.ts";
import type { Network } from "../../platform/network/network.ts";
import type { RouterPlace } from "../../watch/router/router-place.ts";
import type { Watcher } from "../../watch/watcher.ts";
import { watchOwnNetwork } from "../../watch/watchers/own-network.ts";
import { watchResume } from "../../watch/watchers/resume.ts";
import { watchRouterAnnouncements } from "../../watch/watchers/router-announcements.ts";
import { watchRouterEvents } from "../../watch/watchers/router-events.ts";
import type { Machine } from "../build-app.ts";

/** All that watches this machine's network, for this configuration. */
export function systemWatchers(config: Config, { clock, network }: Machine): readonly Watcher[] {
  return [
    watchOwnNetwork({ clock, network }),
    watchRouterAnnouncements({ clock, routers: (signal) => listRouters(config, network, signal) }),
    watchRouterEvents({ clock, places: (signal) => listPlaces(config, network, signal) }),
    watchResume(clock),
  ];
}

/** The IPv4 routers of every uplink, and those that a source names. */
async function listRouters({ uplinks }: Config, network: Network, signal: AbortSignal): Promise<string[]> {
  const named = Object.values(uplinks).flatMap(({ ipv4, ipv6 }) =>
    [...ipv4.sources, ...ipv6.sources].flatMap(namedRouter),
  );
  const interfaces = Object.values(uplinks).map(({ interfaceName }) => interfaceName ?? defaultInterface(network));
  const found = interfaces.map(async (name) => {
    const interfaceName = await name;
    return interfaceName === null ? [] : ((await network.gateway(interfaceName, signal)) ?? []);
  });
  return [...named, ...(await Promise.all(found)).flat()];
}

/** Only of uplinks that ask a router for their address, by themselves or through `auto`: nobody else's router is spoken to. */
async function listPlaces(config: Config, network: Network, signal: AbortSignal): Promise<RouterPlace[]> {
  const asking = Object.entries(config.uplinks).filter(([, { ipv4, ipv6 }]) =>
    [ipv4, ipv6].some(({ enabled, sources }) => enabled && sources.some(asksRouter)),
  );
  const routers = await listRouters({ ...config, uplinks: Object.fromEntries(asking) }, network, signal);
  const ways = [...new Set(routers)].map(async (router) => {
    const way = await network.wayOut("ipv4", router);
    return way.kind === "found" ? [{ router, localAddress: way.address }] : [];
  });
  return (await Promise.all(ways)).flat();
}

function asksRouter(uri: string): boolean {
  if (/^auto:?$/i.test(uri)) return true;
  const parsed = parseSource(uri);
  return parsed.ok && "router" in parsed.spec;
}

function namedRouter(uri: string): string[] {
  const parsed = parseSource(uri);
  const router = parsed.ok && "router" in parsed.spec ? parsed.spec.router : null;
  return typeof router === "string" ? [router] : [];
}

async function defaultInterface(network: Network): Promise<string | null> {
  const way = await network.wayOut("ipv4", null);
  return way.kind === "found" ? interfaceOf(await network.addresses(), way.address) : null;
}
