import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import type { Clock } from "../clock.ts";
import { isTimeUp, withLimit } from "../with-limit.ts";

/** Look-ups under way, by host and family. A hung one occupies a thread of the pool: it is joined, never repeated. */
const lookups = new Map<string, Promise<readonly LookupAddress[]>>();

/** Asks the system's resolver for the addresses of a host; `family` 0: of both. It may take as long as the resolver likes. */
export function lookUp(host: string, family: 0 | 4 | 6): Promise<readonly LookupAddress[]> {
  const key = `${family} ${host}`;
  const known = lookups.get(key);
  if (known) return known;
  const running = lookup(host, { family, all: true }).finally(() => lookups.delete(key));
  running.catch(() => {}); // Whoever waits handles it; nobody may be left who does.
  lookups.set(key, running);
  return running;
}

/** What a socket looks names up with, so that a resolver that doesn't answer is not taken for a slow server. */
export function limitLookup(clock: Clock, maxMs: number): LookupFunction {
  return (host, { all, family }, done) => {
    const addresses = withLimit(clock, maxMs, null, () => lookUp(host, familyOf(family)), 0);
    addresses.then(
      (found) => (all ? done(null, [...found]) : done(null, found[0]?.address ?? "", found[0]?.family)),
      (error) => done(isTimeUp(error) ? resolverIsSilent(host) : error, ""),
    );
  };
}

function familyOf(family: number | string | undefined): 0 | 4 | 6 {
  if (family === 4 || family === "IPv4") return 4;
  return family === 6 || family === "IPv6" ? 6 : 0;
}

function resolverIsSilent(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`no resolver answers for ${host}`), { code: "RESOLVER_SILENT" });
}
