import { toAsciiName } from "../ascii-name.ts";
import { ConfirmationError, InputError, NotFoundError } from "../errors.ts";
import type { Gigahost } from "../gigahost.ts";
import type { CallOptions } from "../gigahost-options.ts";
import { toApiContent } from "../zone-file/record-content.ts";
import { listRecords, type ZoneRecord } from "./list-records.ts";
import { nextRrsetStep, type RrsetStep, rrsetOf, valueToDelete, type WantedRrset } from "./plan-rrset.ts";

export interface RrsetChange {
  /** What was done, in order; empty when all was as wanted. */
  readonly steps: readonly RrsetStep[];
  /** The records as they are now, read back. */
  readonly records: readonly ZoneRecord[];
}

/**
 * Makes the records of one name and type exactly those that are wanted, one write at a time, and reads them back. There is
 * no moment without any record. Other names and types are left alone. Rejects with a ConfirmationError where the server
 * said yes and did nothing.
 */
export async function setRrset(
  gigahost: Gigahost,
  zoneId: string | number,
  wanted: WantedRrset,
  options: CallOptions = {},
): Promise<RrsetChange> {
  if (wanted.values.length === 0) throw new InputError("setRrset", ["at least one value is needed"]);
  const steps: RrsetStep[] = [];
  const done = new Set<string>();
  for (;;) {
    const records = rrsetOf(await listRecords(gigahost, zoneId, options), wanted.name, wanted.type);
    const step = nextRrsetStep(records, wanted);
    if (!step) return { steps, records };
    const key = keyOf(step);
    if (done.has(key)) throw withoutEffect(wanted, step);
    done.add(key);
    await doStep(gigahost, zoneId, wanted, step, options).catch((error: unknown) => {
      // It is gone, or a deletion was sent again after its answer got lost: the next list tells.
      if (step.kind !== "delete" || !(error instanceof NotFoundError)) throw error;
    });
    steps.push(step);
  }
}

/** Does one step of a plan. */
export async function doStep(
  gigahost: Gigahost,
  zoneId: string | number,
  { name, type }: Pick<WantedRrset, "name" | "type">,
  step: RrsetStep,
  options: CallOptions,
): Promise<void> {
  if (step.kind === "delete") {
    const { id, value } = { id: step.record.id, value: valueToDelete(step.record) };
    await gigahost.dns.deleteRecord({ zone_id: zoneId, record_id: id, name: step.record.name, type, value }, options);
    return;
  }
  const record = {
    zone_id: zoneId,
    record_name: toAsciiName(name),
    record_type: type,
    record_ttl: step.ttlSeconds,
    ...toApiContent(type, step.value),
  };
  if (step.kind === "add") await gigahost.dns.createRecord(record, options);
  else await gigahost.dns.updateRecord({ ...record, record_id: step.record.id }, options);
}

const keyOf = (step: RrsetStep) =>
  step.kind === "add"
    ? `add ${step.value}`
    : `${step.kind} ${step.record.value} ${step.kind === "replace" ? step.value : ""}`;

function withoutEffect({ name, type }: WantedRrset, { kind }: RrsetStep): ConfirmationError {
  const did = { add: "added", replace: "replaced", delete: "deleted" }[kind];
  return new ConfirmationError({
    operation: "setRrset",
    what: `the server said that a ${type} record of ${name} was ${did}, but the list doesn't show it`,
    mayHaveHappened: true,
    whatToDo: "List the records, and try again later",
  });
}
