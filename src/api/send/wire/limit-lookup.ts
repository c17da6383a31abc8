import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";

/** A resolver that takes longer doesn't answer; less than a connection may take, so that it isn't the server's fault. */
const maxLookupMs = 5_000;

/** The `code` of the error where no resolver answered. */
export const resolverIsSilent = "RESOLVER_SILENT";

/** Node's own look-up, with an end of its own: the resolver's may be half a minute away. */
export const limitedLookup: LookupFunction = (host, { all, family }, done) => {
  let giveUp = () => {};
  const silence = new Promise<never>((_, reject) => {
    giveUp = () => reject(Object.assign(new Error(`no resolver answers for ${host}`), { code: resolverIsSilent }));
  });
  const timer = setTimeout(giveUp, maxLookupMs);
  Promise.race([lookUp(host, familyOf(family)), silence])
    .finally(() => clearTimeout(timer))
    .then(
      (found) => (all ? done(null, found) : done(null, found[0]?.address ?? "", found[0]?.family)),
      (error) => done(error, ""),
    );
};

/** Look-ups under way, by host and family. A hung one occupies a thread of the pool: it is joined, never repeated. */
const lookups = new Map<string, Promise<LookupAddress[]>>();

function lookUp(host: string, family: 0 | 4 | 6): Promise<LookupAddress[]> {
  const key = `${family} ${host}`;
  const known = lookups.get(key);
  if (known) return known;
  const running = new Promise<LookupAddress[]>((resolve, reject) => {
    lookup(host, { family, all: true }, (error, found) => {
      lookups.delete(key);
      if (error) reject(error);
      else resolve(found);
    });
  });
  running.catch(() => {}); // Whoever waits handles it; nobody may be left who does.
  lookups.set(key, running);
  return running;
}

function familyOf(family: number | string | undefined): 0 | 4 | 6 {
  if (family === 4 || family === "IPv4") return 4;
  return family === 6 || family === "IPv6" ? 6 : 0;
}
