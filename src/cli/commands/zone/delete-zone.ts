import { toAsciiName } from "../../../api/values/ascii-name.ts";
import { displayHostname } from "../../../model/hostname.ts";
import { openClient } from "../../account/api-account.ts";
import { confirm } from "../../account/api-confirm.ts";
import { findNamedZone } from "../../account/api-zones.ts";
import { printRequest } from "../../account/print-request.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";

/** `zone delete ZONE`: deletes a zone with all its records, once its name was typed. */
export async function deleteZoneCommand(
  context: CommandContext,
  { named, yes, dryRun }: { readonly named: string; readonly yes: boolean; readonly dryRun: boolean },
): Promise<number> {
  const gigahost = await openClient(context);
  const options = { signal: context.signal };
  const zone = await findNamedZone(gigahost, named, options);
  const { zone_id, zone_name } = zone;
  if (dryRun) return printRequest(context, await gigahost.preview("dns.deleteZone", { zone_id }));
  await confirm(context, {
    what: `This deletes the zone ${displayHostname(zone_name)} with all its records`,
    name: zone_name,
    yes,
    isSame: (typed, name) => toAsciiName(typed) === toAsciiName(name),
  });
  await gigahost.dns.deleteZone({ zone_id }, options);
  await print(context, {
    data: { deleted: true, zone_id, zone_name },
    table: `deleted zone ${displayHostname(zone_name)} (id ${zone_id})`,
  });
  return 0;
}
