import type { Gigahost } from "../gigahost.ts";
import type { CallOptions } from "../gigahost-options.ts";

/** A record as listed, with its types settled. */
export interface ZoneRecord {
  /** A hash of the content: good until the record changes. */
  readonly id: string;
  /** Relative to the zone, lower case, `@` for the zone itself. */
  readonly name: string;
  readonly type: string;
  /** Exactly as listed. */
  readonly value: string;
  readonly ttlSeconds: number;
  readonly priority: number | null;
}

/** Lists the records of a zone. */
export async function listRecords(
  gigahost: Gigahost,
  zoneId: string | number,
  options: CallOptions = {},
): Promise<readonly ZoneRecord[]> {
  const listed = await gigahost.dns.listRecords({ zone_id: zoneId }, options);
  return listed.map((record) => ({
    id: String(record.record_id),
    name: String(record.record_name).toLowerCase(),
    type: String(record.record_type).toUpperCase(),
    value: String(record.record_value),
    ttlSeconds: Number(record.record_ttl),
    priority: priorityIn(record.record_priority),
  }));
}

/** The API writes no priority as null, and leaves it out at times. */
function priorityIn(value: unknown): number | null {
  return value === null || value === undefined || value === "" ? null : Number(value);
}
