import type { ZoneRecord } from "../../../api/recipes/list-records.ts";
import { listRecords } from "../../../api/recipes/list-records.ts";
import {
  compareRrset,
  type RrsetStep,
  rrsetOf,
  type WantedRrset,
  writtenValue,
} from "../../../api/recipes/plan-rrset.ts";
import { setRrset } from "../../../api/recipes/set-rrset.ts";
import { openClient } from "../../api-account.ts";
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
  const current = rrsetOf(await listRecords(gigahost, place.zoneId, options), place.name, place.type);
  const { surplus } = compareRrset(current, wanted);
  if (given.dryRun) {
    await printChange(context, place, { dryRun: true, steps: planSteps(current, wanted), records: current });
    return 0;
  }
  // The only value being replaced is what `set` is for.
  if (surplus.length > 0 && current.length > 1) await confirmRemoval(context, place, surplus, given.yes);
  await printChange(context, place, { dryRun: false, ...(await setRrset(gigahost, place.zoneId, wanted, options)) });
  return 0;
}

/** What setting will do, as far as it can be told beforehand. */
function planSteps(current: readonly ZoneRecord[], wanted: WantedRrset): readonly RrsetStep[] {
  const { missing, surplus, retimed } = compareRrset(current, wanted);
  const ttlSeconds = wanted.ttlSeconds ?? current[0]?.ttlSeconds ?? 3600;
  return [
    ...missing.map((value, index): RrsetStep => {
      const record = surplus[index];
      return record ? { kind: "replace", record, value, ttlSeconds } : { kind: "add", value, ttlSeconds };
    }),
    ...surplus.slice(missing.length).map((record): RrsetStep => ({ kind: "delete", record })),
    ...retimed.map((record): RrsetStep => ({ kind: "replace", record, value: writtenValue(record), ttlSeconds })),
  ];
}
