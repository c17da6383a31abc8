import type { Gigahost } from "../../../api/gigahost.ts";
import { type ImportPlan, planImport } from "../../../api/recipes/zone/plan-import.ts";
import { openClient } from "../../account/api-account.ts";
import { findNamedZone } from "../../account/api-zones.ts";
import type { CommandContext } from "../../command-context.ts";
import { nameZoneFile, readZoneFileBytes } from "./read-zone-file-bytes.ts";

export interface NamedZoneFile {
  readonly named: string;
  /** `-` for standard input, null if none is named. */
  readonly file: string | null;
  /** Also delete what the file doesn't have. */
  readonly replace: boolean;
}

/** What importing a zone file would do to the named zone; changes nothing. */
export async function planZoneFile(
  context: CommandContext,
  { named, file, replace }: NamedZoneFile,
): Promise<{ readonly gigahost: Gigahost; readonly plan: ImportPlan }> {
  const path = nameZoneFile(context, file);
  const gigahost = await openClient(context);
  const options = { signal: context.signal };
  const text = await readZoneFileBytes(context, path);
  const { zone_id: zoneId, zone_name: zoneName } = await findNamedZone(gigahost, named, options);
  return { gigahost, plan: await planImport(gigahost, { zoneId, zoneName, text, replace }, options) };
}
