import type { AnswerError } from "../../api/errors.ts";
import type { Gigahost } from "../../api/gigahost.ts";
import type { CallOptions } from "../../api/gigahost-options.ts";
import { type FoundZone, longestSuffix, toNamedZone } from "../../api/recipes/zone/find-zone.ts";
import { minuteMs } from "../../model/time/units.ts";
import type { Clock } from "../../platform/clock.ts";
import { listUsable, textIn } from "./list-usable.ts";

/** The account's zones, kept for a few minutes. */
export interface ZoneList {
  /** At most 5 minutes old; `fresh` asks in any case. */
  get(client: Gigahost, options: CallOptions, fresh?: "fresh"): Promise<ListedZones>;
  /** Whether the next `get` asks the server. */
  isStale(): boolean;
  /** The names as far as they are known, without asking anybody; for the plan to know an apex. */
  names(): readonly string[];
}

export interface ListedZones {
  readonly zones: readonly UsableZone[];
  /** What is wrong with entries of the list that can't be used; null if there are none. */
  readonly fault: AnswerError | null;
}

export interface UsableZone {
  /** Empty if the list has the name, but no id. */
  readonly zoneId: string;
  /** ASCII, lower case. */
  readonly zoneName: string;
}

const keptForMs = 5 * minuteMs;

export function createZoneList(clock: Clock): ZoneList {
  let listed: ListedZones = { zones: [], fault: null };
  let askedMs = Number.NEGATIVE_INFINITY;
  const isStale = () => clock.steadyMs() - askedMs > keptForMs;
  return {
    async get(client, options, fresh) {
      if (!isStale() && fresh === undefined) return listed;
      const { entries, unusable, fault } = await listUsable(client.dns.listZones({}, options));
      const names = unusable.flatMap((entry) => textIn(entry, "zone_name") ?? []);
      const unknown = names.map((zoneName) => ({ zoneId: "", zoneName }));
      const zones = [...entries.map(toNamedZone), ...unknown];
      listed = { zones: zones.map((zone) => ({ ...zone, zoneName: zone.zoneName.toLowerCase() })), fault };
      askedMs = clock.steadyMs();
      return listed;
    },
    isStale,
    names: () => listed.zones.map(({ zoneName }) => zoneName),
  };
}

/** Where some hostnames belong. */
export interface ZonePlaces {
  readonly byZone: ReadonlyMap<FoundZone, readonly { readonly hostname: string; readonly recordName: string }[]>;
  /** In no zone that the credential sees. */
  readonly withoutZone: readonly string[];
  /** In a zone of the list that can't be used, or perhaps in one. */
  readonly unclear: readonly string[];
  /** Why those are. */
  readonly fault: AnswerError | null;
}

/** Finds the zone of each hostname by its longest suffix; a list that doesn't know one may be old and is asked for again. */
export async function findZones(
  list: ZoneList,
  hostnames: readonly string[],
  client: Gigahost,
  options: CallOptions,
): Promise<ZonePlaces> {
  const wasFresh = list.isStale();
  const places = sortByZone(hostnames, await list.get(client, options));
  if (wasFresh || places.withoutZone.length === 0) return places;
  return sortByZone(hostnames, await list.get(client, options, "fresh"));
}

function sortByZone(hostnames: readonly string[], { zones, fault }: ListedZones): ZonePlaces {
  const heads = new Map<string, FoundZone>();
  const byZone = new Map<FoundZone, { hostname: string; recordName: string }[]>();
  const withoutZone: string[] = [];
  const unclear: string[] = [];
  for (const hostname of hostnames) {
    const found = longestSuffix(hostname, zones);
    if (!found || found.zoneId === "") {
      (fault === null ? withoutZone : unclear).push(hostname);
      continue;
    }
    const head = heads.get(found.zoneId) ?? found;
    heads.set(found.zoneId, head);
    byZone.set(head, [...(byZone.get(head) ?? []), { hostname, recordName: found.recordName }]);
  }
  return { byZone, withoutZone, unclear, fault };
}
