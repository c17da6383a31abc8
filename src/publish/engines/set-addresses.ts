import type { Gigahost } from "../../api/gigahost.ts";
import type { CallOptions } from "../../api/gigahost-options.ts";
import type { ZoneRecord } from "../../api/recipes/records/list-records.ts";
import type { RrsetStep } from "../../api/recipes/records/plan-rrset.ts";
import { canonicalAddress } from "../../model/address.ts";

/** What the address records of one name and type are to be. */
export interface WantedAddresses {
  /** Relative to the zone, `@` for the zone itself. */
  readonly name: string;
  readonly type: "A" | "AAAA";
  /** Null: there is to be none. */
  readonly address: string | null;
  readonly ttlSeconds: number;
}

/** Whether the records are already as wanted: the one address, once, with its TTL; or none. */
export function isAsWanted(records: readonly ZoneRecord[], wanted: WantedAddresses): boolean {
  return stepsTo(records, wanted).length === 0;
}

/** Does what is missing, one write after the other. Rejects with the first failure. */
export async function setAddresses(
  client: Gigahost,
  zoneId: string,
  records: readonly ZoneRecord[],
  wanted: WantedAddresses,
  options: CallOptions,
): Promise<void> {
  const { doStep } = await import("../../api/recipes/do-step.ts");
  for (const step of stepsTo(records, wanted)) await doStep(client, zoneId, wanted, step, options);
}

/**
 * The writes that lead there, in an order that leaves the name never without an address: one record is replaced as a whole
 * or added, then what is too much is deleted, each by its value.
 */
function stepsTo(records: readonly ZoneRecord[], { name, type, address, ttlSeconds }: WantedAddresses): RrsetStep[] {
  const own = records.filter((record) => record.name === name.toLowerCase() && record.type === type);
  if (address === null) return own.map((record) => ({ kind: "delete", record }));
  const right = own.find((record) => isSameAddress(record, address));
  const kept = right ?? own[0];
  const surplus = own.filter((record) => record !== kept && !isSameAddress(record, address));
  const deletions: RrsetStep[] = surplus.map((record) => ({ kind: "delete", record }));
  if (kept === undefined) return [{ kind: "add", value: address, ttlSeconds }];
  if (right?.ttlSeconds === ttlSeconds) return deletions;
  return [{ kind: "replace", record: kept, value: address, ttlSeconds }, ...deletions];
}

function isSameAddress({ value }: ZoneRecord, address: string): boolean {
  return value === address || canonicalAddress(value) === canonicalAddress(address);
}
