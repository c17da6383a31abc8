import { ConfirmationError, NotFoundError } from "../errors.ts";
import type { Gigahost } from "../gigahost.ts";
import type { CallOptions } from "../gigahost-options.ts";
import { listRecords, type ZoneRecord } from "./list-records.ts";
import { hasValue, rrsetOf, valueToDelete } from "./plan-rrset.ts";

export interface RecordsOf {
  /** Relative to the zone, `@` for the zone itself. */
  readonly name: string;
  readonly type: string;
}

/** Deletes the one record that has this value (as in a zone file) and makes sure that it is gone. Gives what it was. */
export async function deleteRecord(
  gigahost: Gigahost,
  zoneId: string | number,
  { name, type, value }: RecordsOf & { readonly value: string },
  options: CallOptions = {},
): Promise<ZoneRecord> {
  const list = async () => rrsetOf(await listRecords(gigahost, zoneId, options), name, type);
  const record = (await list()).find((candidate) => hasValue(candidate, value));
  if (!record) throw notThere("deleteRecord", `no ${type} record of ${name} has the value ${value}`);
  const address = { zone_id: zoneId, record_id: record.id, name: record.name, type: record.type };
  const missed = await missedBy(gigahost.dns.deleteRecord({ ...address, value: valueToDelete(record) }, options));
  const isThere = (await list()).some((candidate) => hasValue(candidate, value));
  if (isThere) throw missed ?? stillThere("deleteRecord", name, type);
  return record;
}

/** Deletes all records of a name and type and makes sure that they are gone. Gives what they were. */
export async function deleteRrset(
  gigahost: Gigahost,
  zoneId: string | number,
  { name, type }: RecordsOf,
  options: CallOptions = {},
): Promise<readonly ZoneRecord[]> {
  const list = async () => rrsetOf(await listRecords(gigahost, zoneId, options), name, type);
  const records = await list();
  const [first] = records;
  if (!first) throw notThere("deleteRrset", `there is no ${type} record of ${name}`);
  const address = { zone_id: zoneId, record_id: first.id, name: first.name, type: first.type };
  const missed = await missedBy(gigahost.dns.deleteRrset(address, options));
  if ((await list()).length > 0) throw missed ?? stillThere("deleteRrset", name, type);
  return records;
}

/** A deletion that is sent again after its answer was lost finds nothing: then the list tells whether it happened. */
async function missedBy(deletion: Promise<unknown>): Promise<NotFoundError | null> {
  try {
    await deletion;
    return null;
  } catch (error) {
    if (error instanceof NotFoundError) return error;
    throw error;
  }
}

function notThere(operation: string, what: string): NotFoundError {
  return new NotFoundError({ operation, what, whatToDo: "List the records to see what there is" });
}

function stillThere(operation: string, name: string, type: string): ConfirmationError {
  return new ConfirmationError({
    operation,
    what: `the server said that the ${type} record of ${name} was deleted, but it is still listed`,
    whatToDo: "Try again later",
  });
}
