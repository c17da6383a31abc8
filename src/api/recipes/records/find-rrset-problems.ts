import { findContentProblem, findLettersProblem, findTypeProblem } from "../../zone-file/find-content-problem.ts";
import { maxTtlSeconds } from "../../zone-file/read-ttl.ts";
import type { ZoneRecord } from "./list-records.ts";
import { compareRrset, type WantedRrset } from "./plan-rrset.ts";

export interface RrsetProblem {
  /** The value it is about; null: the set as a whole. */
  readonly value: string | null;
  readonly problem: string;
}

/** Types of which a name has at most one record: the server would refuse or drop the others. */
const single: Readonly<Record<string, string>> = {
  CNAME: "a name has one CNAME record at most",
  DNAME: "a name has one DNAME record at most",
  NAPTR: "the API keeps only the last NAPTR record of a name",
};

/**
 * What keeps an RRset from being written as it is wanted: each value, how many there are, and the TTL. `isToBeAsked`:
 * a type that the server may take is left to it. What already exists is fine as it is.
 */
export function findRrsetProblems(
  current: readonly ZoneRecord[],
  wanted: WantedRrset,
  { isToBeAsked = false } = {},
): readonly RrsetProblem[] {
  const { name, type, values, ttlSeconds } = wanted;
  const { missing, surplus, retimed } = compareRrset(current, wanted);
  if (missing.length + surplus.length + retimed.length === 0) return [];
  const badType = missing.length > 0 ? findTypeProblem(type, { isToBeAsked }) : null;
  const whole = [
    badType,
    findLettersProblem(name),
    findTtlProblem(ttlSeconds),
    type === "CNAME" && name === "@"
      ? "the zone itself has SOA and NS records, and a CNAME can't share its name with them"
      : null,
  ].flatMap((problem) => (problem === null ? [] : [{ value: null, problem }]));
  // If the type itself is refused, no value can be right.
  const written = badType === null ? retimed.map(({ value }) => value).concat(missing) : [];
  const singly = written.flatMap((value) => {
    const problem = findContentProblem(type, value);
    return problem === null ? [] : [{ value, problem }];
  });
  const rule = single[type];
  const isTooMany = rule !== undefined && new Set(values).size > 1;
  return [...whole, ...singly, ...(isTooMany ? [{ value: values[1] ?? null, problem: `${rule}` }] : [])];
}

function findTtlProblem(ttlSeconds: number | undefined): string | null {
  if (ttlSeconds === undefined) return null;
  if (Number.isInteger(ttlSeconds) && ttlSeconds >= 1 && ttlSeconds <= maxTtlSeconds) return null;
  return `the TTL ${ttlSeconds} is not from 1 to ${maxTtlSeconds} seconds`;
}

/** What stands where nothing else may (RFC 1034, section 3.6.2); null: no CNAME is in the way, nor anything in a CNAME's. */
export function findCnameConflict(
  all: readonly ZoneRecord[],
  { name, type }: Pick<WantedRrset, "name" | "type">,
): string | null {
  const others = all.filter((record) => record.name === name && record.type !== type);
  const inTheWay = type === "CNAME" ? others : others.filter((record) => record.type === "CNAME");
  if (inTheWay.length === 0) return null;
  const types = [...new Set(inTheWay.map((record) => record.type))].join(", ");
  return `${name} has ${types} records in the zone, and a CNAME can't share its name with others`;
}
