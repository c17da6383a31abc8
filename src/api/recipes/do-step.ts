import { GigahostError, NetworkError, NotFoundError, ServerError, TimeoutError } from "../errors.ts";
import type { Gigahost } from "../gigahost.ts";
import type { CallOptions } from "../gigahost-options.ts";
import { toApiContent } from "../zone-file/record-content.ts";
import type { ZoneRecord } from "./records/list-records.ts";
import { hasValue, type RrsetStep, valueToDelete, type WantedRrset } from "./records/plan-rrset.ts";

/** Does one step of a plan. */
export async function doStep(
  gigahost: Gigahost,
  zoneId: string | number,
  { name, type }: Pick<WantedRrset, "name" | "type">,
  step: RrsetStep,
  options: CallOptions,
): Promise<void> {
  if (step.kind === "delete") {
    const { id, listed } = step.record;
    const address = { zone_id: zoneId, record_id: id, name: listed.name, type };
    await gigahost.dns.deleteRecord({ ...address, value: valueToDelete(step.record) }, options);
    return;
  }
  const record = {
    ...{ zone_id: zoneId, record_name: name, record_type: type, record_ttl: step.ttlSeconds },
    ...toApiContent(type, step.value),
  };
  if (step.kind === "add") await gigahost.dns.createRecord(record, options);
  else await gigahost.dns.updateRecord({ ...record, record_id: step.record.id }, options);
}

/**
 * Does a step; returns the failure after which only the list tells whether it happened: a 5xx, no answer, or a deletion that
 * found nothing, since it may be a repetition of one whose answer got lost. Rejects with any other.
 */
export async function tryStep(step: { readonly kind: string }, doing: Promise<unknown>): Promise<GigahostError | null> {
  try {
    await doing;
    return null;
  } catch (error) {
    const isGone = step.kind.startsWith("delete") && error instanceof NotFoundError;
    if (isGone || isUnclear(error)) return error as GigahostError; // one of those just checked for
    throw error;
  }
}

const isUnclear = (error: unknown) =>
  [ServerError, NetworkError, TimeoutError].some((kind) => error instanceof kind) ||
  (error instanceof GigahostError && error.mayHaveHappened);

/** Whether a set's records are as the step would leave them. */
export function isDone(step: RrsetStep, records: readonly ZoneRecord[]): boolean {
  if (step.kind === "delete") return !records.some(({ listed }) => listed.value === step.record.listed.value);
  return records.some((record) => record.ttlSeconds === step.ttlSeconds && hasValue(record, step.value));
}
