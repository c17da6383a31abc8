import { listRecords } from "../../../api/recipes/records/list-records.ts";
import { compareRrset, planRrsetSteps, rrsetOf } from "../../../api/recipes/records/plan-rrset.ts";
import { changeRrset, requirePossible } from "../../../api/recipes/records/set-rrset.ts";
import { openClient } from "../../account/api-account.ts";
import type { CommandContext } from "../../command-context.ts";
import { confirmRemoval } from "./confirm-removal.ts";
import { locateName, type WrittenRecords } from "./locate-name.ts";
import { printChange } from "./print-change.ts";

export interface RecordsToWrite extends WrittenRecords {
  /** Seconds; undefined: what there is stays, new records get 3600. */
  readonly ttlSeconds: number | undefined;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** `record set NAME TYPE VALUE…`: makes exactly that set of records; asks before a value goes that isn't the only one. */
export async function setRecordsCommand(context: CommandContext, given: RecordsToWrite): Promise<number> {
  const gigahost = await openClient(context);
  const options = { signal: context.signal };
  const place = await locateName(gigahost, given, options);
  const wanted = { name: place.name, type: place.type, values: place.values, ttlSeconds: given.ttlSeconds };
  const all = await listRecords(gigahost, place.zoneId, options);
  const current = rrsetOf(all, place.name, place.type);
  requirePossible("record", all, wanted);
  if (given.dryRun) {
    await printChange(context, place, { dryRun: true, steps: planRrsetSteps(current, wanted), records: current });
    return 0;
  }
  const { surplus } = compareRrset(current, wanted);
  // The only value being replaced is what `set` is for.
  if (surplus.length > 0 && current.length > 1) await confirmRemoval(context, place, surplus, given.yes);
  const work = { gigahost, zoneId: place.zoneId, rrset: wanted, options };
  const change = await changeRrset(work, current, (records) => planRrsetSteps(records, wanted));
  await printChange(context, place, { dryRun: false, ...change });
  return 0;
}
