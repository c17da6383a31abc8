import { readFile } from "node:fs/promises";
import { addressFromBytes } from "../../model/address.ts";
import { readHex } from "./network-interfaces.ts";
import { farAway, runIp } from "./way-out.ts";

/** RTF_UP, and RTF_REJECT of an "unreachable" route. */
const upFlag = 0x1;
const rejectFlag = 0x200;

/**
 * The IPv4 router behind an interface; null for a link without one (PPP), and where nobody can tell. The text file costs
 * nothing but lists the main table only: where it has no route through the interface, `ip` is asked.
 */
export async function findGateway(interfaceName: string, signal: AbortSignal): Promise<string | null> {
  const text = await readFile("/proc/self/net/route", "utf8").catch(() => "");
  const listed = parseGateway(text, interfaceName);
  if (listed !== undefined) return listed;
  const said = await runIp(["route", "get", farAway.ipv4[0], "oif", interfaceName], signal);
  return said.ok ? (/\bvia (\d[\d.]+) dev (\S+)/.exec(said.text)?.[1] ?? null) : null;
}

interface ListedRoute {
  readonly gateway: string | null;
  readonly prefix: number;
  readonly metric: number;
}

/**
 * Reads `/proc/net/route`: name, destination, gateway, flags, two counters, metric, mask; addresses in host byte order. Of
 * the routes to the Internet through an interface the narrowest counts, as it does for the kernel: a VPN halves the default.
 * Undefined if there is none.
 */
export function parseGateway(text: string, interfaceName: string): string | null | undefined {
  const target = toNumber(farAway.ipv4[0].split(".").map(Number));
  const routes = text.split("\n").flatMap((line): ListedRoute[] => {
    const [name, destination = "", gateway = "", flags = "", , , metric = "", mask = ""] = line.trim().split(/\s+/);
    const bits = toNumber(readHex(mask).reverse());
    const leadsThere = (target & bits) === toNumber(readHex(destination).reverse());
    if (name !== interfaceName || !isUsable(flags) || !leadsThere) return [];
    const router = addressFromBytes(readHex(gateway).reverse());
    return [{ gateway: router === "0.0.0.0" ? null : router, prefix: bits >>> 0, metric: Number(metric) }];
  });
  return routes.sort((left, right) => right.prefix - left.prefix || left.metric - right.metric)[0]?.gateway;
}

function isUsable(flags: string): boolean {
  const bits = Number.parseInt(flags, 16);
  return (bits & upFlag) !== 0 && (bits & rejectFlag) === 0;
}

function toNumber(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => (sum << 8) | byte, 0);
}
