import { toAsciiName } from "../../../api/ascii-name.ts";
import { type ImportPlan, importZone, planImport } from "../../../api/recipes/import-zone.ts";
import { writtenValue } from "../../../api/recipes/plan-rrset.ts";
import { openClient } from "../../api-account.ts";
import { confirm } from "../../api-confirm.ts";
import { readTextFile } from "../../api-upload.ts";
import { findNamedZone } from "../../api-zones.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output.ts";

export interface ZoneFileToImport {
  readonly named: string;
  /** `-` for standard input. */
  readonly file: string;
  /** Also delete what the file doesn't have. */
  readonly replace: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** `zone import ZONE FILE`: makes the zone's records as the file says; asks before a value goes. */
export async function importZoneCommand(context: CommandContext, given: ZoneFileToImport): Promise<number> {
  const gigahost = await openClient(context);
  const options = { signal: context.signal };
  const text = await readTextFile(context, given.file);
  const { zone_id, zone_name } = await findNamedZone(gigahost, given.named, options);
  const zone = { zoneId: zone_id, zoneName: toAsciiName(zone_name), text, replace: given.replace };
  const plan = await planImport(gigahost, zone, options);
  if (!given.dryRun) {
    if (plan.removed.length > 0) await askBeforeRemoving(context, plan, zone.zoneName, given.yes);
    await importZone(gigahost, zone, options);
  }
  await printPlan(context, plan, given.dryRun);
  return 0;
}

function askBeforeRemoving(context: CommandContext, { removed }: ImportPlan, name: string, yes: boolean) {
  const shown = removed.slice(0, 10).map((record) => `  ${record.name} ${record.type} ${writtenValue(record)}`);
  const more = removed.length > shown.length ? [`  … and ${removed.length - shown.length} more`] : [];
  const what = `This removes ${removed.length} of the zone's records:\n${[...shown, ...more].join("\n")}\n${name} loses them`;
  return confirm(context, { what, name, yes, isSame: (typed) => toAsciiName(typed) === name });
}

async function printPlan(context: CommandContext, plan: ImportPlan, dryRun: boolean): Promise<void> {
  const { set, remove, unchanged, removed } = plan;
  await print(context, {
    data: { dryRun, set, remove, unchanged, removed },
    table: () => {
      const lines = [
        ...set.map(({ name, type, values }) => `set     ${name} ${type} ${values.join(" | ")}`),
        ...remove.map(({ name, type }) => `delete  ${name} ${type}`),
      ];
      const verb = dryRun ? "would be changed" : "changed";
      return [...lines, `${lines.length} record sets ${verb}, ${unchanged} are as in the file`].join("\n");
    },
  });
}
