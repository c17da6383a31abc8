import { NotFoundError } from "../../../api/errors.ts";
import type { Gigahost } from "../../../api/gigahost.ts";
import type { CallOptions } from "../../../api/gigahost-options.ts";
import { deleteRrset } from "../../../api/recipes/records/delete-records.ts";
import { listRecords, type ZoneRecord } from "../../../api/recipes/records/list-records.ts";
import { hasValue, type RrsetStep, rrsetOf } from "../../../api/recipes/records/plan-rrset.ts";
import { changeRrset } from "../../../api/recipes/records/set-rrset.ts";
import { openClient } from "../../account/api-account.ts";
import { UsageError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";
import { confirmRemoval } from "./confirm-removal.ts";
import { locateName, type NamedRecords, type WrittenRecords } from "./locate-name.ts";
import { printChange } from "./print-change.ts";

export interface RecordsToDelete extends WrittenRecords {
  /** All of that name and type; otherwise only those of the values. */
  readonly all: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** `record delete NAME TYPE VALUE… | --all`: deletes the records of these values, and no others. */
export async function deleteRecordsCommand(context: CommandContext, given: RecordsToDelete): Promise<number> {
  if (given.all === given.values.length > 0) {
    const problem = given.all ? "give values or --all, not both" : "say which values to delete, or --all";
    throw new UsageError([problem], "`gigahost-ddns record list` shows what there is");
  }
  const gigahost = await openClient(context);
  const options = { signal: context.signal };
  const place = await locateName(gigahost, given, options);
  const current = rrsetOf(await listRecords(gigahost, place.zoneId, options), place.name, place.type);
  const going = given.all ? current : pickRecords(current, place);
  if (going.length === 0) throw nothingThere(place, []);
  if (!given.dryRun) {
    await confirmRemoval(context, place, going, given.yes);
    await deleteThem(gigahost, place, given.all ? "all" : { going, current }, options);
  }
  const steps = going.map((record) => ({ kind: "delete", record }) as const);
  const records = given.dryRun ? current : current.filter((record) => !going.includes(record));
  await printChange(context, place, { dryRun: given.dryRun, steps, records });
  return 0;
}

function pickRecords(current: readonly ZoneRecord[], place: NamedRecords): readonly ZoneRecord[] {
  const unknown = place.values.filter((value) => !current.some((record) => hasValue(record, value)));
  if (unknown.length > 0) throw nothingThere(place, unknown);
  return current.filter((record) => place.values.some((value) => hasValue(record, value)));
}

/** One after the other: the whole set in one request only where the whole set was asked for. */
async function deleteThem(
  gigahost: Gigahost,
  place: NamedRecords,
  which: "all" | { readonly going: readonly ZoneRecord[]; readonly current: readonly ZoneRecord[] },
  options: CallOptions,
): Promise<void> {
  const { zoneId, fullName, type } = place;
  if (which === "all") return void (await deleteRrset(gigahost, zoneId, { name: `${fullName}.`, type }, options));
  const isGoing = (record: ZoneRecord) => which.going.some(({ listed }) => listed.value === record.listed.value);
  const plan = (records: readonly ZoneRecord[]) =>
    records.filter(isGoing).map((record): RrsetStep => ({ kind: "delete", record }));
  await changeRrset({ gigahost, zoneId, rrset: place, options }, which.current, plan);
}

function nothingThere({ fullName, type }: NamedRecords, values: readonly string[]): NotFoundError {
  const what =
    values.length === 0
      ? `there is no ${type} record of ${fullName}`
      : `${fullName} has no ${type} record ${values.join(", ")}`;
  return new NotFoundError({
    operation: "dns.deleteRecord",
    what: `${what}; nothing was deleted`,
    whatToDo: "`gigahost-ddns record list ZONE` shows what there is",
  });
}
