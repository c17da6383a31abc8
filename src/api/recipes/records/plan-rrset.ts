import { toAsciiName } from "../../values/ascii-name.ts";
import { canonicalContent } from "../../zone-file/canonical-content.ts";
import { quoteText } from "../../zone-file/character-strings.ts";
import { isTextType } from "../../zone-file/record-types.ts";
import type { ZoneRecord } from "./list-records.ts";

/** What the records of one name and type should be. */
export interface WantedRrset {
  /** Relative to the zone, `@` for the zone itself; a full name with its final dot. */
  readonly name: string;
  readonly type: string;
  /** As in a zone file: `10 mail.example.no.`, hosts in full; at least one. */
  readonly values: readonly string[];
  /** Seconds; by default existing records keep theirs, and new ones get 3600. */
  readonly ttlSeconds?: number | undefined;
}

/** What exists compared with what is wanted. */
export interface RrsetDifference {
  /** Wanted values that no record has. */
  readonly missing: readonly string[];
  /** Records whose value is not wanted. */
  readonly surplus: readonly ZoneRecord[];
  /** Wanted records with a different TTL. */
  readonly retimed: readonly ZoneRecord[];
}

export type RrsetStep =
  | { readonly kind: "replace"; readonly record: ZoneRecord; readonly value: string; readonly ttlSeconds: number }
  | { readonly kind: "add"; readonly value: string; readonly ttlSeconds: number }
  | { readonly kind: "delete"; readonly record: ZoneRecord };

/** The records of a name (relative to the zone) and type. */
export function rrsetOf(records: readonly ZoneRecord[], name: string, type: string): readonly ZoneRecord[] {
  const [asciiName, upperType] = [toAsciiName(name), type.toUpperCase()];
  return records.filter((record) => record.name === asciiName && record.type === upperType);
}

/** Whether a listed record has this value, however the two are written. */
export function hasValue(record: ZoneRecord, value: string): boolean {
  return record.value === value || meaning(record.type, record.value) === meaning(record.type, value);
}

/** A trailing dot, a host's case and the form of an address or a number make no difference. */
const meaning = (type: string, written: string): string => canonicalContent(type.toUpperCase(), written);

export function compareRrset(current: readonly ZoneRecord[], wanted: WantedRrset): RrsetDifference {
  const { type, values, ttlSeconds } = wanted;
  const wantedMeanings = new Map(values.map((value) => [meaning(type, value), value]).reverse() as [string, string][]); // pairs, of which the first of equal ones counts
  const listed = new Map(current.map((record) => [record, meaning(record.type, record.value)]));
  const there = new Set(listed.values());
  const isWanted = (record: ZoneRecord) => wantedMeanings.has(listed.get(record) ?? "");
  const distinct = values.filter((value) => wantedMeanings.get(meaning(type, value)) === value);
  return {
    missing: [...new Set(distinct)].filter((value) => !there.has(meaning(type, value))),
    surplus: current.filter((record) => !isWanted(record)),
    retimed: current.filter(
      (record) => ttlSeconds !== undefined && isWanted(record) && record.ttlSeconds !== ttlSeconds,
    ),
  };
}

/**
 * The steps from what is there to what is wanted, in an order that leaves the name never without a record: what isn't
 * wanted is overwritten by what is, the rest is added, and only then deleted.
 */
export function planRrsetSteps(current: readonly ZoneRecord[], wanted: WantedRrset): readonly RrsetStep[] {
  const { missing, surplus, retimed } = compareRrset(current, wanted);
  const ttlSeconds = wanted.ttlSeconds ?? current[0]?.ttlSeconds ?? 3600;
  return [
    ...missing.map((value, index): RrsetStep => {
      const record = surplus[index];
      return record ? { kind: "replace", record, value, ttlSeconds } : { kind: "add", value, ttlSeconds };
    }),
    ...retimed.map((record): RrsetStep => ({ kind: "replace", record, value: record.value, ttlSeconds })),
    ...surplus.slice(missing.length).map((record): RrsetStep => ({ kind: "delete", record })),
  ];
}

/** What `deleteRecord` needs to find exactly this record: the content as listed, such as `10 mail.example.no.` for MX. */
export function valueToDelete(record: ZoneRecord): string {
  return record.type === "MX" ? record.value : record.listed.value;
}

/** A value as it will be listed: a text has quotes. */
export function asWritten(type: string, value: string): string {
  return isTextType(type) && !value.startsWith('"') ? quoteText(value) : value;
}

/** A step in plain words: `added www A 192.0.2.1`. */
export function describeStep(name: string, type: string, step: RrsetStep): string {
  if (step.kind === "add") return `added ${name} ${type} ${asWritten(type, step.value)}`;
  if (step.kind === "delete") return `deleted ${name} ${type} ${step.record.value}`;
  if (step.record.value === step.value) return `set the TTL of ${name} ${type} ${step.value} to ${step.ttlSeconds}`;
  return `replaced ${name} ${type} ${step.record.value} with ${asWritten(type, step.value)}`;
}
