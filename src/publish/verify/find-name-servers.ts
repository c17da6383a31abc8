import { Resolver } from "node:dns/promises";
import { codeOf } from "../../platform/error-code.ts";
import type { NameServer } from "./ask-name-server.ts";

/** Who serves a zone, as the world sees it. */
export interface ServedZone {
  readonly zoneName: string;
  /** The names in its NS records, lower case, without a final dot. */
  readonly names: readonly string[];
  /** Those whose address is known. */
  readonly servers: readonly NameServer[];
}

/** Finds the zone that a hostname lies in and its name servers; null if that can't be found out now. */
export type FindNameServers = (hostname: string, signal: AbortSignal) => Promise<ServedZone | null>;

const dnsPort = 53;

/**
 * By the resolvers of this machine, or the ones given (`127.0.0.1:5353`): the NS records of the nearest name above, and an
 * address of each server.
 */
export function createNameServerFinder(resolvers?: readonly string[]): FindNameServers {
  return async (hostname, signal) => {
    if (signal.aborted) return null;
    const resolver = new Resolver({ timeout: 3_000, tries: 2 });
    if (resolvers) resolver.setServers(resolvers);
    const stop = () => resolver.cancel();
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await findZone(resolver, hostname);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  };
}

async function findZone(resolver: Resolver, hostname: string): Promise<ServedZone | null> {
  for (const zoneName of namesAbove(hostname)) {
    const found = await resolver.resolveNs(zoneName).catch(codeOf);
    if (Array.isArray(found) && found.length > 0) return describeZone(resolver, zoneName, found);
    if (found !== "ENODATA" && found !== "ENOTFOUND") return null;
  }
  return null;
}

/** The name itself and all above it, but for a top-level domain and the star of a wildcard. */
export function namesAbove(hostname: string): string[] {
  const labels = hostname.replace(/^\*\./, "").split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}

async function describeZone(resolver: Resolver, zoneName: string, found: readonly string[]): Promise<ServedZone> {
  const names = found.map((name) => name.toLowerCase().replace(/\.$/, "")).sort();
  const addresses = await Promise.all(names.map((name) => addressOf(resolver, name)));
  const servers = names.flatMap((name, index) => {
    const address = addresses[index];
    return address ? [{ name, address, port: dnsPort }] : [];
  });
  return { zoneName, names, servers };
}

async function addressOf(resolver: Resolver, name: string): Promise<string | null> {
  const [ipv4] = await resolver.resolve4(name).catch(() => []);
  if (ipv4 !== undefined) return ipv4;
  const [ipv6] = await resolver.resolve6(name).catch(() => []);
  return ipv6 ?? null;
}
