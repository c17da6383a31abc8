import { ConfirmationError } from "../../../api/errors.ts";
import { listRecords } from "../../../api/recipes/list-records.ts";
import { compareRrset, type RrsetStep, rrsetOf } from "../../../api/recipes/plan-rrset.ts";
import { doStep } from "../../../api/recipes/set-rrset.ts";
import { openClient } from "../../api-account.ts";
import type { CommandContext } from "../../command-context.ts";
import { confirmRemoval } from "./confirm-removal.ts";
import { locateName, type NamedRecords } from "./locate-name.ts";
import { printChange } from "./print-change.ts";
import type { RecordsToWrite } from "./set-records.ts";

/** `record add NAME TYPE VALUE…`: adds the values that aren't there yet; the others stay as they are. */
export async function addRecordsCommand(context: CommandContext, given: RecordsToWrite): Promise<number> {
  const gigahost = await openClient(context);
  const options = { signal: context.signal };
  const place = await locateName(gigahost, given, options);
  const list = async () => rrsetOf(await listRecords(gigahost, place.zoneId, options), place.name, place.type);
  const current = await list();
  const ttlSeconds = given.ttlSeconds ?? current[0]?.ttlSeconds ?? 3600;
  const { missing } = compareRrset(current, place);
  const steps = missing.map((value): RrsetStep => ({ kind: "add", value, ttlSeconds }));
  if (given.dryRun || steps.length === 0) {
    await printChange(context, place, { dryRun: given.dryRun, steps, records: current });
    return 0;
  }
  // Adding one makes the server drop those that are there.
  if (place.type === "NAPTR" && current.length > 0) await confirmRemoval(context, place, current, given.yes);
  for (const step of steps) await doStep(gigahost, place.zoneId, place, step, options);
  const records = await list();
  const lost = compareRrset(records, place).missing;
  if (lost.length > 0) throw notListed(place, lost);
  await printChange(context, place, { dryRun: false, steps, records });
  return 0;
}

function notListed({ fullName, type }: NamedRecords, values: readonly string[]): ConfirmationError {
  return new ConfirmationError({
    operation: "dns.createRecord",
    what: `the server said that ${fullName} ${type} ${values.join(", ")} was added, but doesn't list it`,
    mayHaveHappened: true,
    whatToDo: "List the records, and try again later",
  });
}
