import { openClient } from "../../api-account.ts";
import { tabulate } from "../../api-table.ts";
import { findNamedZone } from "../../api-zones.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output.ts";
import { requireColumns } from "../../pick-columns.ts";

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
