import { toAsciiName } from "../../../api/ascii-name.ts";
import { ConfirmationError } from "../../../api/errors.ts";
import { displayHostname } from "../../../model/hostname.ts";
import { openClient } from "../../api-account.ts";
import { openUpload } from "../../api-upload.ts";
import { type ListedZone, listZones } from "../../api-zones.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output.ts";
import { printRequest } from "../../print-request.ts";

export interface ZoneToCreate {
  readonly name: string;
  /** Have the server add its usual records. */
  readonly defaultRecords: boolean;
  /** A zone file to begin with, `-` for standard input; null: none. */
  readonly file: string | null;
  readonly dryRun: boolean;
}

/** `zone create NAME`: makes a zone and finds it again, since the server doesn't tell its id. */
export async function createZoneCommand(
  context: CommandContext,
  { name, defaultRecords, file, dryRun }: ZoneToCreate,
): Promise<number> {
  const gigahost = await openClient(context, { streams: file !== null });
  const zoneName = toAsciiName(name.trim());
  const parameters = {
    zone_name: zoneName,
    ...(defaultRecords ? { create_default_records: true } : {}),
    ...(file === null ? {} : { zone_file: await openUpload(context, file) }),
  };
  if (dryRun) return printRequest(context, await gigahost.preview("dns.createZone", parameters));
  const options = { signal: context.signal };
  await gigahost.dns.createZone(parameters, options);
  const zone = (await listZones(gigahost, options)).find((listed) => toAsciiName(listed.zone_name) === zoneName);
  if (!zone) throw notListed(zoneName);
  await print(context, { data: zone, table: sentence(zone) });
  return 0;
}

const sentence = (zone: ListedZone) => `created zone ${displayHostname(zone.zone_name)} (id ${zone.zone_id})`;

function notListed(zoneName: string): ConfirmationError {
  return new ConfirmationError({
    operation: "dns.createZone",
    what: `the server said that ${zoneName} was created, but doesn't list it`,
    mayHaveHappened: true,
    whatToDo: "Look with `gigahost-ddns zone list` in a while",
  });
}
