import type { ZoneRecord } from "../../api/recipes/records/list-records.ts";
import type { Endpoint } from "./endpoint.ts";
import { isRegistryText, managedTypes, toTarget } from "./spell-target.ts";

/** A zone as it was listed. */
export interface ZoneWithRecords {
  readonly zoneId: string;
  /** ASCII, lower case. */
  readonly zoneName: string;
  readonly records: readonly ZoneRecord[];
}

/** One endpoint per name and type. The server's own records, SOA and the NS of the zone itself, stay out. */
export function listEndpoints({ zoneName, records }: ZoneWithRecords): readonly Endpoint[] {
  const sets = new Map<string, { readonly first: ZoneRecord; readonly targets: string[] }>();
  for (const record of records) {
    if (!managedTypes.includes(record.type) || (record.type === "NS" && record.name === "@")) continue;
    const key = `${record.name} ${record.type}`;
    const target = toTarget(record.type, record.value);
    const set = sets.get(key);
    if (set) set.targets.push(target);
    else sets.set(key, { first: record, targets: [target] });
  }
  return [...sets.values()].map(({ first, targets }) => ({
    dnsName: first.name === "@" ? zoneName : `${first.name}.${zoneName}`,
    targets: registryFirst(targets),
    recordType: first.type,
    ...(first.ttlSeconds > 0 ? { recordTTL: first.ttlSeconds } : {}),
  }));
}

/** The registry reads the first text of a name only. */
function registryFirst(targets: readonly string[]): readonly string[] {
  const isFirst = (target: string) => (isRegistryText(target) ? 0 : 1);
  return [...targets].sort((a, b) => isFirst(a) - isFirst(b));
}
