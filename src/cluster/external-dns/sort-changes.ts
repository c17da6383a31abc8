import { longestSuffix } from "../../api/recipes/zone/find-zone.ts";
import { matchesFilters } from "./domain-filter.ts";
import type { Changes, Endpoint } from "./endpoint.ts";
import { isRegistryText, toZoneValue } from "./spell-target.ts";

/** What is to become of one RRset; records of other values stay as they are. */
export interface WantedRrsetChange {
  /** For people: `www.example.no`. */
  readonly fullName: string;
  /** Relative to its zone, `@` for the zone itself. */
  readonly name: string;
  readonly type: string;
  /** Values to be there afterwards, as in a zone file. */
  readonly add: readonly string[];
  /** Values to be gone afterwards. */
  readonly remove: readonly string[];
  /** Seconds, for the values to be there; undefined: as it is. */
  readonly ttlSeconds: number | undefined;
}

/** What is not done, and why. */
export interface Refusal {
  readonly fullName: string;
  readonly type: string;
  readonly problem: string;
}

export interface SortedChanges {
  /** By zone id. */
  readonly byZone: ReadonlyMap<string, readonly WantedRrsetChange[]>;
  readonly refused: readonly Refusal[];
}

type Zones = readonly { readonly zoneId: string; readonly zoneName: string }[];

/** Sorts changes by zone, in the order in which they are safe: what makes room for others, additions, then deletions. */
export function sortChanges(changes: Changes, zones: Zones, filters: readonly string[]): SortedChanges {
  const refused: Refusal[] = [];
  const byZone = new Map<string, WantedRrsetChange[]>();
  const orphans = findOrphans(changes.create, zones, filters);
  const place = (endpoint: Endpoint, add: readonly string[], remove: readonly string[]) => {
    const { dnsName: fullName, recordType: type, recordTTL: ttlSeconds } = endpoint;
    const zone = longestSuffix(fullName, zones);
    const problem = findPlaceProblem(endpoint, zone !== null, filters) ?? orphans.get(endpoint) ?? null;
    if (zone === null || problem !== null) return void refused.push({ fullName, type, problem: problem ?? "" });
    const values = (targets: readonly string[]) => targets.map((target) => toZoneValue(type, target));
    const change = { fullName, name: zone.recordName, type, ttlSeconds, add: values(add), remove: values(remove) };
    byZone.set(zone.zoneId, [...(byZone.get(zone.zoneId) ?? []), change]);
  };
  for (const endpoint of changes.create) place(endpoint, endpoint.targets, []);
  for (const { before, after } of changes.update) place(after, after.targets, before.targets);
  for (const endpoint of changes.delete) place(endpoint, [], endpoint.targets);
  return { byZone: new Map([...byZone].map(([zoneId, all]) => [zoneId, inSafeOrder(all)])), refused };
}

function inSafeOrder(changes: readonly WantedRrsetChange[]): readonly WantedRrsetChange[] {
  const rankOf = (change: WantedRrsetChange) => (change.add.length > 0 ? 1 : makesRoom(change, changes) ? 0 : 2);
  return [...changes].sort((a, b) => rankOf(a) - rankOf(b));
}

/** A CNAME must be alone, so one has to be deleted before the other can be added. */
function makesRoom({ name, type }: WantedRrsetChange, all: readonly WantedRrsetChange[]): boolean {
  return all.some(
    (other) =>
      other.add.length > 0 && other.name === name && other.type !== type && [type, other.type].includes("CNAME"),
  );
}

function findPlaceProblem(endpoint: Endpoint, hasZone: boolean, filters: readonly string[]): string | null {
  const isNote = endpoint.targets.some(isRegistryText);
  if (!hasZone)
    return isNote
      ? `the registry's note lies outside every zone, as it does for the zone itself; ${prefixAdvice}`
      : "no zone that this credential sees holds the name";
  if (matchesFilters(endpoint.dnsName, filters)) return null;
  return isNote
    ? `the registry's note lies outside the domain filter; ${prefixAdvice}`
    : "the name is outside the domain filter";
}

const prefixAdvice = "start external-dns with --txt-prefix=%{record_type}-extdns. (with the dot)";

/**
 * New records whose registry note can't be written: those of a zone itself, and of the name that the domain filter names.
 * Written without it, such a record would belong to nobody, and external-dns would never change it again.
 */
function findOrphans(
  created: readonly Endpoint[],
  zones: Zones,
  filters: readonly string[],
): ReadonlyMap<Endpoint, string> {
  const hasNoPlace = ({ dnsName }: Endpoint) =>
    longestSuffix(dnsName, zones) === null || !matchesFilters(dnsName, filters);
  const unplaced = created.filter((endpoint) => endpoint.targets.some(isRegistryText) && hasNoPlace(endpoint));
  const isNoteOf = (note: Endpoint, { dnsName, recordType }: Endpoint) =>
    note.dnsName.includes(dnsName) && note.dnsName.includes(recordType.toLowerCase());
  return new Map(
    created
      .filter((endpoint) => !unplaced.includes(endpoint) && unplaced.some((note) => isNoteOf(note, endpoint)))
      .map((endpoint) => [endpoint, "its registry note can't be written, and without it nobody would own the record"]),
  );
}
