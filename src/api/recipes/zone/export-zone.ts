import type { Gigahost } from "../../gigahost.ts";
import type { CallOptions } from "../../gigahost-options.ts";
import { formatZoneFile } from "../../zone-file/format-zone-file.ts";
import { listRecords } from "../records/list-records.ts";

/** The zone as a BIND zone file, with every record that the API lists, SOA and NS included. */
export async function exportZone(
  gigahost: Gigahost,
  zone: { readonly zoneId: string | number; readonly zoneName: string },
  options: CallOptions = {},
): Promise<string> {
  return formatZoneFile(zone.zoneName, await listRecords(gigahost, zone.zoneId, options));
}
