import type { Gigahost } from "../../../api/gigahost.ts";
import { toZoneRecord } from "../../../api/recipes/records/list-records.ts";
import { relativeName } from "../../../api/recipes/zone/find-zone.ts";
import { toAsciiName } from "../../../api/values/ascii-name.ts";
import { displayHostname } from "../../../model/hostname.ts";
import { openClient } from "../../account/api-account.ts";
import { type ListedZone, listZones, pickZone } from "../../account/api-zones.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import { type ListedEntry, pickColumns } from "../../output/pick-columns.ts";
import { sortEntries } from "../../output/sort-entries.ts";
import type { Table } from "../../output/table.ts";

export interface RecordsToList {
  /** A zone's name or id; null: all zones. */
  readonly named: string | null;
  /** Of that name only: relative or full, in any form. */
  readonly name: string | null;
  /** Of these types only; none: all. */
  readonly types: readonly string[];
  /** Only records whose value has this text in it. */
  readonly value: string | null;
  /** A column, with `:desc` behind it for the other way round. */
  readonly sort: string | null;
  readonly columns: readonly string[] | null;
}

/** `record list [ZONE]`: the records of a zone, or of all zones, with the zone in each. */
export async function listRecordsCommand(context: CommandContext, given: RecordsToList): Promise<number> {
  const gigahost = await openClient(context);
  const all = await listZones(gigahost, { signal: context.signal });
  const zones = given.named === null ? all : [pickZone(all, given.named)];
  const found: ListedEntry[] = [];
  for (const zone of zones) {
    const records = await recordsOf(gigahost, zone, context.signal);
    for (const record of records) if (isAskedFor(record, given)) found.push(record);
  }
  const tableOf = (records: readonly ListedEntry[]) => tabulateRecords(records, zones.length > 1);
  const records = sortEntries(found, tableOf(found), given.sort);
  await print(context, { data: records, table: () => pickColumns(tableOf(records), records, given.columns) });
  return 0;
}

async function recordsOf(gigahost: Gigahost, zone: ListedZone, signal: AbortSignal): Promise<readonly ListedEntry[]> {
  const records = await gigahost.dns.listRecords({ zone_id: zone.zone_id }, { signal });
  return records.map((record) => ({ zone_id: zone.zone_id, zone_name: zone.zone_name, ...record }));
}

function isAskedFor(record: ListedEntry, { name, types, value }: RecordsToList): boolean {
  const zoneName = toAsciiName(String(record.zone_name));
  const type = String(record.record_type).toUpperCase();
  if (types.length > 0 && !types.includes(type)) return false;
  if (name !== null && !namesOf(name, zoneName).includes(String(record.record_name).toLowerCase())) return false;
  if (value === null) return true;
  const written = toZoneRecord(record as Parameters<typeof toZoneRecord>[0]).value; // it is one of the API's list
  return [String(record.record_value), written].some((text) => text.toLowerCase().includes(value.toLowerCase()));
}

/** What a name may be in a zone: relative, or full. */
function namesOf(written: string, zoneName: string): readonly string[] {
  const name = toAsciiName(written.trim());
  const isFull = name === zoneName || name.endsWith(`.${zoneName}`);
  return isFull ? [name, relativeName(name, zoneName)] : [name];
}

function tabulateRecords(records: readonly ListedEntry[], withZone: boolean): Table {
  return {
    columns: [...(withZone ? ["zone"] : []), "name", "type", "ttl", "priority", "value"],
    rows: records.map((record) => [
      ...(withZone ? [displayHostname(String(record.zone_name))] : []),
      displayHostname(String(record.record_name)),
      String(record.record_type),
      textOf(record.record_ttl),
      textOf(record.record_priority),
      String(record.record_value),
    ]),
    empty: "no records",
  };
}

const textOf = (value: unknown) => (value === null || value === undefined ? null : String(value));
