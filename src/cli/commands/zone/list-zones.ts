import { displayHostname } from "../../../model/hostname.ts";
import { openClient } from "../../account/api-account.ts";
import { type ListedZone, listZones } from "../../account/api-zones.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import { pickColumns } from "../../output/pick-columns.ts";
import { sortEntries } from "../../output/sort-entries.ts";
import type { Table } from "../../output/table.ts";

/** `zone list`: the zones of the account. */
export async function listZonesCommand(
  context: CommandContext,
  { sort, columns }: { readonly sort: string | null; readonly columns: readonly string[] | null },
): Promise<number> {
  const listed = await listZones(await openClient(context), { signal: context.signal });
  const zones = sortEntries(listed, tableOf(listed), sort);
  await print(context, { data: zones, table: () => pickColumns(tableOf(zones), zones, columns) });
  return 0;
}

function tableOf(zones: readonly ListedZone[]): Table {
  return {
    columns: ["id", "zone", "records", "served by", "expires"],
    rows: zones.map((zone) => [
      String(zone.zone_id),
      displayHostname(zone.zone_name),
      textOf(zone.record_count),
      isYes(zone.external_dns) ? "others" : "Gigahost",
      textOf(zone.domain_expiry_date),
    ]),
    empty: "this account has no zones, or the API key can't see them",
  };
}

/** The API writes yes as `true`, `1` or `"1"`. */
const isYes = (value: unknown) => [true, 1, "1"].some((yes) => yes === value);
const textOf = (value: unknown) => (value === null || value === undefined || value === false ? null : String(value));
