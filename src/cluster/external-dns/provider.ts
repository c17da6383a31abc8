import type { Gigahost } from "../../api/gigahost.ts";
import type { CallOptions } from "../../api/gigahost-options.ts";
import { listRecords } from "../../api/recipes/records/list-records.ts";
import { toNamedZone } from "../../api/recipes/zone/find-zone.ts";
import { toAsciiName } from "../../api/values/ascii-name.ts";
import type { Clock } from "../../platform/clock.ts";
import { messageOf } from "../../platform/error-message.ts";
import type { Log } from "../../platform/logger.ts";
import { takeTurns } from "../../platform/take-turns.ts";
import { applyToZone } from "./apply-to-zone.ts";
import { intersectFilters, matchesFilters } from "./domain-filter.ts";
import type { Changes, Endpoint } from "./endpoint.ts";
import { createFreshValue } from "./fresh-value.ts";
import { listEndpoints, type ZoneWithRecords } from "./list-endpoints.ts";
import { type Refusal, sortChanges } from "./sort-changes.ts";

export interface ProviderOptions {
  readonly gigahost: Gigahost;
  readonly clock: Clock;
  readonly log: Log;
  /** `--domain-filter`; none: every zone that the credential sees. */
  readonly domainFilters: readonly string[];
  /** Ends what is under way, between two writes. */
  readonly signal: AbortSignal;
}

/** What external-dns asks for, without HTTP. Each rejects with a plain reason. */
export interface Provider {
  /** The names that external-dns may be responsible for; never none. */
  domainFilter(): Promise<readonly string[]>;
  records(): Promise<readonly Endpoint[]>;
  /**
   * Rejects with everything that was not done, after doing the rest. Goes on when its caller has gone; what has not begun
   * by then (`gone` is aborted) is left to the next round, which asks for it again.
   */
  apply(changes: Changes, gone: AbortSignal): Promise<void>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

/** Something of the changes could not be done. */
class ApplyError extends Error {
  override readonly name = "ApplyError";
}

const zonesFreshMs = 300_000;
const recordsFreshMs = 5_000;
/** Listings at a time: the server limits requests. */
const maxListings = 4;
const maxToldProblems = 20;

/** A provider on the library's recipes. It keeps nothing but short-lived copies of what the server lists. */
export function createProvider({ gigahost, clock, log, domainFilters, signal }: ProviderOptions): Provider {
  const options: CallOptions = { signal };
  const zones = createFreshValue(clock, zonesFreshMs, async () =>
    (await gigahost.dns.listZones({}, options)).map((zone) => {
      const { zoneId, zoneName } = toNamedZone(zone);
      return { zoneId, zoneName: toAsciiName(zoneName) };
    }),
  );
  const listed = createFreshValue(clock, recordsFreshMs, async () => listAll(gigahost, await zones.read(), options));
  const turns = takeTurns(); // one set of changes at a time

  const apply = async (changes: Changes) => {
    // A zone that was made since is looked for once more.
    const known = await zones.read();
    const sorted = sortChanges(changes, known, domainFilters);
    const again = sorted.refused.length === 0 ? sorted : sortChanges(changes, await zones.renew(), domainFilters);
    const outcomes = await Promise.allSettled(
      [...again.byZone].map(([zoneId, all]) => applyToZone(gigahost, zoneId, all, options)),
    );
    listed.forget();
    for (const outcome of outcomes)
      if (outcome.status === "fulfilled") for (const done of outcome.value.done) log.info(`external-dns: ${done}`);
    const problems = outcomes.flatMap((each) => (each.status === "fulfilled" ? each.value.problems : []));
    const failures = outcomes.flatMap((each) => (each.status === "rejected" ? [messageOf(each.reason)] : []));
    const told = [...[...again.refused, ...problems].map(describeRefusal), ...failures];
    if (told.length > 0) throw new ApplyError(summarise(told));
  };

  return {
    async domainFilter() {
      const names = (await zones.renew()).map(({ zoneName }) => zoneName);
      const include = intersectFilters(names, domainFilters);
      if (include.length > 0) return include;
      throw new Error(whyNoZone(names, domainFilters));
    },
    async records() {
      await turns.idle();
      const endpoints = (await listed.read()).flatMap(listEndpoints);
      return endpoints.filter(({ dnsName }) => matchesFilters(dnsName, domainFilters));
    },
    apply(changes, gone) {
      return turns.run(async () => {
        gone.throwIfAborted();
        await apply(changes);
      });
    },
    settled: async () => void (await turns.idle()),
  };
}

function whyNoZone(names: readonly string[], domainFilters: readonly string[]): string {
  return names.length === 0
    ? "this credential sees no zone; create one, or give the key access to it"
    : `none of the account's zones is in the domain filter ${domainFilters.join(", ")}`;
}

async function listAll(
  gigahost: Gigahost,
  zones: readonly { readonly zoneId: string; readonly zoneName: string }[],
  options: CallOptions,
): Promise<readonly ZoneWithRecords[]> {
  const waiting = [...zones];
  const found: ZoneWithRecords[] = [];
  const work = async () => {
    for (let zone = waiting.shift(); zone; zone = waiting.shift())
      found.push({ ...zone, records: await listRecords(gigahost, zone.zoneId, options) });
  };
  await Promise.all(Array.from({ length: Math.min(maxListings, zones.length) }, work));
  return found;
}

const describeRefusal = ({ fullName, type, problem }: Refusal) => `${fullName} ${type}: ${problem}`;

function summarise(told: readonly string[]): string {
  const more = told.length > maxToldProblems ? [`and ${told.length - maxToldProblems} more`] : [];
  return [...told.slice(0, maxToldProblems), ...more].join("; ");
}
