import { readFile } from "node:fs/promises";
import { addressFromBytes } from "../model/address.ts";
import type { Family } from "../model/family.ts";
import { readHex } from "./network-interfaces.ts";

export interface DefaultRoute {
  readonly interfaceName: string;
  /** The router; null for a link without one (PPP). */
  readonly gateway: string | null;
}

type RankedRoute = DefaultRoute & { readonly metric: number };

/** RTF_UP, and RTF_REJECT of an "unreachable" route. */
const upFlag = 0x1;
const rejectFlag = 0x200;

/** The default route with the lowest metric, as Linux shows it; null where there is none. */
export async function readDefaultRoute(family: Family): Promise<DefaultRoute | null> {
  const file = family === "ipv4" ? "/proc/self/net/route" : "/proc/self/net/ipv6_route";
  const text = await readFile(file, "utf8").catch(() => "");
  return family === "ipv4" ? parseIpv4Routes(text) : parseIpv6Routes(text);
}

/** Reads `/proc/net/route`: name, destination, gateway, flags, two counters, metric, mask; addresses in host byte order. */
export function parseIpv4Routes(text: string): DefaultRoute | null {
  const routes = text.split("\n").flatMap((line): RankedRoute[] => {
    const [name = "", destination, gateway = "", flags = "", , , metric = "", mask] = line.trim().split(/\s+/);
    if (destination !== "00000000" || mask !== "00000000" || !isUsable(flags)) return [];
    const router = addressFromBytes(readHex(gateway).reverse());
    return [{ interfaceName: name, gateway: router === "0.0.0.0" ? null : router, metric: Number(metric) }];
  });
  return lowestMetric(routes);
}

/** Reads `/proc/net/ipv6_route`: destination and length, source and length, next hop, metric, two counters, flags, name. */
export function parseIpv6Routes(text: string): DefaultRoute | null {
  const routes = text.split("\n").flatMap((line): RankedRoute[] => {
    const [destination = "", length, , , hop = "", metric = "", , , flags = "", name = ""] = line.trim().split(/\s+/);
    if (!/^0{32}$/.test(destination) || length !== "00" || name === "lo" || !isUsable(flags)) return [];
    const router = addressFromBytes(readHex(hop));
    return [{ interfaceName: name, gateway: router === "::" ? null : router, metric: Number.parseInt(metric, 16) }];
  });
  return lowestMetric(routes);
}

function isUsable(flags: string): boolean {
  const bits = Number.parseInt(flags, 16);
  return (bits & upFlag) !== 0 && (bits & rejectFlag) === 0;
}

function lowestMetric(routes: readonly RankedRoute[]): DefaultRoute | null {
  const [best] = [...routes].sort((left, right) => left.metric - right.metric);
  return best === undefined ? null : { interfaceName: best.interfaceName, gateway: best.gateway };
}
