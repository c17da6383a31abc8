import { basename } from "node:path";
import { ConfirmationError } from "../../../api/errors.ts";
import { checkNewZone } from "../../../api/recipes/zone/plan-import.ts";
import { toAsciiName } from "../../../api/values/ascii-name.ts";
import { readDomainName } from "../../../api/zone-file/domain-name.ts";
import { findLettersProblem } from "../../../api/zone-file/find-content-problem.ts";
import { displayHostname } from "../../../model/hostname.ts";
import { openClient } from "../../account/api-account.ts";
import { UsageError } from "../../account/api-failure.ts";
import { type ListedZone, listZones } from "../../account/api-zones.ts";
import { printRequest } from "../../account/print-request.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import { readZoneFileBytes } from "./read-zone-file-bytes.ts";

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
  const zoneName = readZoneName(name);
  const parameters = {
    zone_name: zoneName,
    ...(defaultRecords ? { create_default_records: true } : {}),
    ...(file === null ? {} : { zone_file: await openZoneFile(context, file, zoneName) }),
  };
  if (dryRun) return printRequest(context, await gigahost.preview("dns.createZone", parameters));
  const options = { signal: context.signal };
  await gigahost.dns.createZone(parameters, options);
  const zone = (await listZones(gigahost, options)).find((listed) => toAsciiName(listed.zone_name) === zoneName);
  if (!zone) throw notListed(zoneName);
  await print(context, { data: zone, table: sentence(zone) });
  return 0;
}

/** In punycode; throws a UsageError where it is not a name that a zone could have. */
function readZoneName(written: string): string {
  const name = toAsciiName(written.trim());
  const read = readDomainName(name, ".");
  const problem = read.ok ? findLettersProblem(name) : read.reason;
  if (problem !== null) throw new UsageError([problem]);
  return name;
}

/** Checked first: what the server makes of a file that it can't read as a whole is its own affair. */
async function openZoneFile(context: CommandContext, path: string, zoneName: string): Promise<File> {
  const bytes = await readZoneFileBytes(context, path);
  checkNewZone(bytes, zoneName);
  return new File([new Uint8Array(bytes)], path === "-" ? "stdin" : basename(path));
}

const sentence = (zone: ListedZone) => `created zone ${displayHostname(zone.zone_name)} (id ${zone.zone_id})`;

function notListed(zoneName: string): ConfirmationError {
  return new ConfirmationError({
    operation: "dns.createZone",
    what: `the server said that ${zoneName} was created, but doesn't list it`,
    mayHaveHappened: true,
    whatToDo: "Check with `gigahost-ddns zone list` in a moment",
  });
}
