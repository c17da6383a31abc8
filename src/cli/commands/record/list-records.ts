import type { Gigahost } from "../../../api/gigahost.ts";
import { displayHostname } from "../../../model/hostname.ts";
import { openClient } from "../../api-account.ts";
import { type ListedZone, listZones, pickZone } from "../../api-zones.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output.ts";
import { pickColumns } from "../../pick-columns.ts";
import type { Table } from "../../table.ts";

type Fields = Readonly<Record<string, unknown>>;

/** `record list [ZONE]`: the records of a zone, or of all zones, with the zone in each. */
export async function listRecordsCommand(
  context: CommandContext,
  { named, columns }: { readonly named: string | null; readonly columns: readonly string[] | null },
): Promise<number> {
  const gigahost = await openClient(context);
  const all = await listZones(gigahost, { signal: context.signal });
  const zones = named === null ? all : [pickZone(all, named)];
  const records: Fields[] = [];
  for (const zone of zones) records.push(...(await recordsOf(gigahost, zone, context.signal)));
  const table = () => pickColumns(tableOf(records, zones.length > 1), records, columns);
  await print(context, { data: records, table });
  return 0;
}

async function recordsOf(gigahost: Gigahost, zone: ListedZone, signal: AbortSignal): Promise<readonly Fields[]> {
  const records = await gigahost.dns.listRecords({ zone_id: zone.zone_id }, { signal });
  return records.map((record) => ({ zone_id: zone.zone_id, zone_name: zone.zone_name, ...record }));
}

function tableOf(records: readonly Fields[], withZone: boolean): Table {
  return {
    columns: [...(withZone ? ["zone"] : []), "name", "type", "ttl", "priority", "value"],
    rows: records.map((record) => [
      ...(withZone ? [displayHostname(String(record.zone_name))] : []),
      String(record.record_name),
      String(record.record_type),
      textOf(record.record_ttl),
      textOf(record.record_priority),
      String(record.record_value),
    ]),
    empty: "no records",
  };
}

const textOf = (value: unknown) => (value === null || value === undefined ? null : String(value));
