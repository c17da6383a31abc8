import { openClient } from "../../account/api-account.ts";
import { tabulate } from "../../account/api-table.ts";
import { findNamedZone } from "../../account/api-zones.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import { requireColumns } from "../../output/pick-columns.ts";

/** `zone show ZONE`: what the API says of one zone. */
export async function showZoneCommand(
  context: CommandContext,
  { named, columns }: { readonly named: string; readonly columns: readonly string[] | null },
): Promise<number> {
  const zone = await findNamedZone(await openClient(context), named, { signal: context.signal });
  const names = columns && requireColumns(columns, Object.keys(zone));
  await print(context, { data: zone, table: () => tabulate(zone, { columns: names }) });
  return 0;
}
