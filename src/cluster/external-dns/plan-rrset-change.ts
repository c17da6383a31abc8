import { findCnameConflict, findRrsetProblems } from "../../api/recipes/records/find-rrset-problems.ts";
import type { ZoneRecord } from "../../api/recipes/records/list-records.ts";
import { compareRrset, hasValue, type RrsetStep, rrsetOf } from "../../api/recipes/records/plan-rrset.ts";
import type { Fallible } from "../../model/fallible.ts";
import type { WantedRrsetChange } from "./sort-changes.ts";

export type PlannedRrset = Fallible<{ readonly steps: readonly RrsetStep[] }>;

/** Types of which a name has one record: it is overwritten in place, since a second one is refused or drops the first. */
const single = ["CNAME", "DNAME", "NAPTR"];
/** As the vendor's own page fills it in. */
const usualTtlSeconds = 3600;

/** The steps of one change in a zone as it is: values are added first and deleted last. */
export function planRrsetChange(all: readonly ZoneRecord[], change: WantedRrsetChange): PlannedRrset {
  const { name, type, add, remove } = change;
  const current = rrsetOf(all, name, type);
  const isOneOf = (record: ZoneRecord, values: readonly string[]) => values.some((value) => hasValue(record, value));
  const going = current.filter((record) => isOneOf(record, remove) && !isOneOf(record, add));
  if (add.length === 0) return { ok: true, steps: going.map((record) => ({ kind: "delete", record })) };
  const { missing, retimed } = compareRrset(current, { name, type, values: add, ttlSeconds: change.ttlSeconds });
  const staying = current.filter((record) => !going.includes(record)).map(({ value }) => value);
  const reason = findProblem(all, change, [...staying, ...missing]);
  if (reason !== null && missing.length + retimed.length > 0) return { ok: false, reason };
  const ttlSeconds = change.ttlSeconds ?? current[0]?.ttlSeconds ?? usualTtlSeconds;
  const overwritten = single.includes(type) ? going.slice(0, missing.length) : [];
  return {
    ok: true,
    steps: [
      ...missing.map((value, index): RrsetStep => {
        const record = overwritten[index];
        return record ? { kind: "replace", record, value, ttlSeconds } : { kind: "add", value, ttlSeconds };
      }),
      ...retimed.map((record): RrsetStep => ({ kind: "replace", record, value: record.value, ttlSeconds })),
      ...going.slice(overwritten.length).map((record): RrsetStep => ({ kind: "delete", record })),
    ],
  };
}

function findProblem(all: readonly ZoneRecord[], change: WantedRrsetChange, values: readonly string[]): string | null {
  const { name, type, ttlSeconds } = change;
  const wanted = { name, type, values, ttlSeconds };
  const [first] = findRrsetProblems(rrsetOf(all, name, type), wanted, { isToBeAsked: true });
  return first?.problem ?? findCnameConflict(all, wanted);
}
