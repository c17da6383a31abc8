import { AnswerError } from "../../errors.ts";
import type { Gigahost } from "../../gigahost.ts";
import type { CallOptions } from "../../gigahost-options.ts";
import { escapeName } from "../../zone-file/domain-name.ts";
import { toZoneFileContent } from "../../zone-file/record-content.ts";

/** A record as listed, with its types settled. */
export interface ZoneRecord {
  /** A hash of the content: valid until the record changes. */
  readonly id: string;
  /** Relative to the zone, lower case, `@` for the zone itself; special characters as `\DDD`. */
  readonly name: string;
  readonly type: string;
  /** As in a zone file: `10 mail.example.no.`, `"a text"`. */
  readonly value: string;
  readonly ttlSeconds: number;
  /** MX and SRV; null for the others. */
  readonly priority: number | null;
  /** Exactly as the server lists it. */
  readonly listed: { readonly name: string; readonly value: string };
}

/** Lists the records of a zone. */
export async function listRecords(
  gigahost: Gigahost,
  zoneId: string | number,
  options: CallOptions = {},
): Promise<readonly ZoneRecord[]> {
  const listed = await gigahost.dns.listRecords({ zone_id: zoneId }, options);
  return listed.map(toZoneRecord);
}

/** A record of the list with its types settled. */
export function toZoneRecord(record: {
  readonly record_id: string | number;
  readonly record_name: string;
  readonly record_type: string;
  readonly record_value: string;
  readonly record_ttl: string | number;
  readonly record_priority?: unknown;
}): ZoneRecord {
  const missing = (["record_name", "record_type"] as const).find((field) => (record[field] ?? null) === null);
  if (missing !== undefined) {
    const what = `a record of the list has no ${missing}`;
    throw new AnswerError({ operation: "dns.listRecords", what, status: 200 });
  }
  const [name, value] = [String(record.record_name), String(record.record_value)];
  const type = String(record.record_type).toUpperCase();
  const priority = priorityIn(record.record_priority);
  return {
    id: String(record.record_id),
    name: escapeName(name),
    type,
    value: toZoneFileContent(type, value, priority),
    ttlSeconds: wholeOr(record.record_ttl, 3600),
    priority,
    listed: { name, value },
  };
}

/** Without a priority, the API sends null, or sometimes omits the field. */
function priorityIn(value: unknown): number | null {
  return value === null || value === undefined || value === "" ? null : Number(value);
}

const wholeOr = (value: unknown, otherwise: number) =>
  Number.isInteger(Number(value)) && Number(value) >= 0 ? Number(value) : otherwise;
