import { exportZone } from "../../../api/recipes/zone/export-zone.ts";
import { openClient } from "../../account/api-account.ts";
import { writeFileSafely } from "../../account/api-download.ts";
import { findNamedZone } from "../../account/api-zones.ts";
import type { CommandContext } from "../../command-context.ts";
import { requireReader } from "../../output/lost-output.ts";
import { print } from "../../output/output.ts";

/** `zone export ZONE`: the zone as a BIND zone file, on stdout or in a file. */
export async function exportZoneCommand(
  context: CommandContext,
  { named, to }: { readonly named: string; readonly to: string | null },
): Promise<number> {
  if (to === null || to === "-") requireReader(context.stdout);
  const gigahost = await openClient(context);
  const options = { signal: context.signal };
  const { zone_id, zone_name } = await findNamedZone(gigahost, named, options);
  const text = await exportZone(gigahost, { zoneId: zone_id, zoneName: zone_name }, options);
  if (to !== null && to !== "-") {
    await writeFileSafely(to, text);
    context.stderr.write(`wrote ${to}\n`);
    return 0;
  }
  await print(context, { data: { zone_id, zone_name, zone_file: text }, table: text });
  return 0;
}
