import { toAsciiName } from "../ascii-name.ts";
import { canonicalContent, toApiContent, toZoneFileContent } from "../zone-file/record-content.ts";
import type { ZoneRecord } from "./list-records.ts";

/** What the records of one name and type are to be. */
export interface WantedRrset {
  /** Relative to the zone, `@` for the zone itself. */
  readonly name: string;
  readonly type: string;
  /** As in a zone file: `10 mail.example.no.`; at least one. */
  readonly values: readonly string[];
  /** Seconds; what there is stays as it is unless given, and new records get 3600. */
  readonly ttlSeconds?: number | undefined;
}

/** What is there compared with what is wanted. */
export interface RrsetDifference {
  /** Wanted values that no record has. */
  readonly missing: readonly string[];
  /** Records whose value is not wanted. */
  readonly surplus: readonly ZoneRecord[];
  /** Wanted records with another TTL. */
  readonly retimed: readonly ZoneRecord[];
}

export type RrsetStep =
  | { readonly kind: "replace"; readonly record: ZoneRecord; readonly value: string; readonly ttlSeconds: number }
  | { readonly kind: "add"; readonly value: string; readonly ttlSeconds: number }
  | { readonly kind: "delete"; readonly record: ZoneRecord };

/** The records of a name and type. */
export function rrsetOf(records: readonly ZoneRecord[], name: string, type: string): readonly ZoneRecord[] {
  const [asciiName, upperType] = [toAsciiName(name), type.toUpperCase()];
  return records.filter((record) => record.name === asciiName && record.type === upperType);
}

/** The value of a listed record as in a zone file. */
export const writtenValue = ({ type, value, priority }: ZoneRecord): string => toZoneFileContent(type, value, priority);

/** Whether a listed record has this value, however the two are written. */
export function hasValue(record: ZoneRecord, value: string): boolean {
  return meaning(record.type, writtenValue(record)) === meaning(record.type, value);
}

/** A trailing dot, the case of a host and the form of an address mean nothing. */
function meaning(type: string, written: string): string {
  const { record_value, record_priority = null } = toApiContent(type, written);
  return canonicalContent(type, toZoneFileContent(type, record_value, record_priority));
}

export function compareRrset(current: readonly ZoneRecord[], wanted: WantedRrset): RrsetDifference {
  const isWanted = (record: ZoneRecord) => wanted.values.some((value) => hasValue(record, value));
  const { ttlSeconds } = wanted;
  return {
    missing: distinct(wanted).filter((value) => !current.some((record) => hasValue(record, value))),
    surplus: current.filter((record) => !isWanted(record)),
    retimed: current.filter(
      (record) => ttlSeconds !== undefined && isWanted(record) && record.ttlSeconds !== ttlSeconds,
    ),
  };
}

const distinct = ({ type, values }: WantedRrset): readonly string[] =>
  values.filter((value, index) => values.findIndex((other) => meaning(type, other) === meaning(type, value)) === index);

/**
 * The next thing to do; null when all is as wanted. In an order that leaves the name never without a record: what isn't
 * wanted is overwritten by what is, the rest is added, and only then deleted.
 */
export function nextRrsetStep(current: readonly ZoneRecord[], wanted: WantedRrset): RrsetStep | null {
  const { missing, surplus, retimed } = compareRrset(current, wanted);
  const ttlSeconds = wanted.ttlSeconds ?? current[0]?.ttlSeconds ?? 3600;
  const [value] = missing;
  const [unwanted] = surplus;
  if (value !== undefined && unwanted) return { kind: "replace", record: unwanted, value, ttlSeconds };
  if (value !== undefined) return { kind: "add", value, ttlSeconds };
  if (unwanted) return { kind: "delete", record: unwanted };
  const [late] = retimed;
  return late ? { kind: "replace", record: late, value: writtenValue(late), ttlSeconds } : null;
}

/** What `deleteRecord` needs to find exactly this record: the content as listed, for MX `10 mail.example.no.`. */
export function valueToDelete(record: ZoneRecord): string {
  return record.type === "MX" ? writtenValue(record) : record.value;
}
