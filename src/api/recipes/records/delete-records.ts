import { ConfirmationError, type GigahostError, NotFoundError } from "../../errors.ts";
import type { Gigahost } from "../../gigahost.ts";
import type { CallOptions } from "../../gigahost-options.ts";
import { doStep, tryStep } from "../do-step.ts";
import { requireTexts } from "../require-texts.ts";
import { listRecords, type ZoneRecord } from "./list-records.ts";
import { hasValue, rrsetOf } from "./plan-rrset.ts";
import { resolveRecordName } from "./record-name.ts";

export interface RecordsOf {
  /** Relative to the zone, `@` for the zone itself; a full name with its final dot. */
  readonly name: string;
  readonly type: string;
}

/** Deletes the one record that has this value (as in a zone file) and makes sure that it is gone. Returns what it was. */
export async function deleteRecord(
  gigahost: Gigahost,
  zoneId: string | number,
  which: RecordsOf & { readonly value: string },
  options: CallOptions = {},
): Promise<ZoneRecord> {
  requireTexts("deleteRecord", which, ["name", "type", "value"]);
  const { name: written, type, value } = which;
  const name = await resolveRecordName(gigahost, zoneId, written, { operation: "deleteRecord", ...options });
  const list = async () => rrsetOf(await listRecords(gigahost, zoneId, options), name, type);
  const record = (await list()).find((candidate) => hasValue(candidate, value));
  if (!record) throw notThere("deleteRecord", `no ${type} record of ${name} has the value ${value}`);
  const step = { kind: "delete", record } as const;
  const failure = await tryStep(step, doStep(gigahost, zoneId, { name, type: record.type }, step, options));
  const isThere = (await list()).some((candidate) => candidate.listed.value === record.listed.value);
  if (isThere) throw whyStillThere(failure, "deleteRecord", record);
  return record;
}

/** Deletes all records of a name and type and makes sure that they are gone. Returns what they were. */
export async function deleteRrset(
  gigahost: Gigahost,
  zoneId: string | number,
  which: RecordsOf,
  options: CallOptions = {},
): Promise<readonly ZoneRecord[]> {
  requireTexts("deleteRrset", which, ["name", "type"]);
  const { name: written, type } = which;
  const name = await resolveRecordName(gigahost, zoneId, written, { operation: "deleteRrset", ...options });
  const list = async () => rrsetOf(await listRecords(gigahost, zoneId, options), name, type);
  const records = await list();
  const [first] = records;
  if (!first) throw notThere("deleteRrset", `there is no ${type} record of ${name}`);
  const address = { zone_id: zoneId, record_id: first.id, name: first.listed.name, type: first.type };
  const failure = await tryStep({ kind: "delete" }, gigahost.dns.deleteRrset(address, options));
  if ((await list()).length > 0) throw whyStillThere(failure, "deleteRrset", first);
  return records;
}

function notThere(operation: string, what: string): NotFoundError {
  return new NotFoundError({ operation, what, whatToDo: "List the records to see what there is" });
}

function whyStillThere(
  failure: GigahostError | null,
  operation: string,
  { name, type, value }: ZoneRecord,
): GigahostError {
  if (failure instanceof NotFoundError) {
    return new NotFoundError({
      operation,
      what: `the server lists the ${type} record ${value} of ${name}, but finds no such record to delete`,
      whatToDo: "It lists some texts changed; delete all records of that name and type, or this one on Gigahost's page",
    });
  }
  if (failure) return failure;
  return new ConfirmationError({
    operation,
    what: `the server said that the ${type} record of ${name} was deleted, but it is still listed`,
    whatToDo: "Try again later",
  });
}
