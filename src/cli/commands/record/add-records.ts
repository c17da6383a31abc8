import { listRecords, type ZoneRecord } from "../../../api/recipes/records/list-records.ts";
import { compareRrset, type RrsetStep, rrsetOf } from "../../../api/recipes/records/plan-rrset.ts";
import { changeRrset, requirePossible } from "../../../api/recipes/records/set-rrset.ts";
import { openClient } from "../../account/api-account.ts";
import type { CommandContext } from "../../command-context.ts";
import { locateName } from "./locate-name.ts";
import { printChange } from "./print-change.ts";
import type { RecordsToWrite } from "./set-records.ts";

/** `record add NAME TYPE VALUE…`: adds the values that aren't there yet; the others stay as they are. */
export async function addRecordsCommand(context: CommandContext, given: RecordsToWrite): Promise<number> {
  const gigahost = await openClient(context);
  const options = { signal: context.signal };
  const place = await locateName(gigahost, given, options);
  const all = await listRecords(gigahost, place.zoneId, options);
  const current = rrsetOf(all, place.name, place.type);
  const ttlSeconds = given.ttlSeconds ?? current[0]?.ttlSeconds ?? 3600;
  const planAdditions = (records: readonly ZoneRecord[]) =>
    compareRrset(records, place).missing.map((value): RrsetStep => ({ kind: "add", value, ttlSeconds }));
  const steps = planAdditions(current);
  // Checked as the set that it will be: some types have one record at most.
  const values = [
    ...current.map(({ value }) => value),
    ...steps.flatMap((step) => ("value" in step ? [step.value] : [])),
  ];
  requirePossible("record", all, { name: place.name, type: place.type, values });
  if (given.dryRun || steps.length === 0) {
    await printChange(context, place, { dryRun: given.dryRun, steps, records: current });
    return 0;
  }
  const work = { gigahost, zoneId: place.zoneId, rrset: place, options };
  await printChange(context, place, { dryRun: false, ...(await changeRrset(work, current, planAdditions)) });
  return 0;
}
