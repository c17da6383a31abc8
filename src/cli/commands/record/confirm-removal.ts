import type { ZoneRecord } from "../../../api/recipes/records/list-records.ts";
import { toAsciiName } from "../../../api/values/ascii-name.ts";
import { confirm } from "../../account/api-confirm.ts";
import type { CommandContext } from "../../command-context.ts";
import type { NamedRecords } from "./locate-name.ts";

/** Asks before records go; the user types their full name. */
export function confirmRemoval(
  context: CommandContext,
  { fullName, type }: NamedRecords,
  going: readonly ZoneRecord[],
  yes: boolean,
): Promise<void> {
  const values = going.map(({ value }) => value).join(", ");
  const what = `This deletes ${going.length === 1 ? "the record" : `${going.length} records`} ${fullName} ${type} ${values}`;
  return confirm(context, { what, name: fullName, yes, isSame: (typed, name) => toAsciiName(typed) === name });
}
