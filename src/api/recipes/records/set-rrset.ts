import { ConfirmationError, InputError } from "../../errors.ts";
import type { Gigahost } from "../../gigahost.ts";
import type { CallOptions } from "../../gigahost-options.ts";
import { hostWordsOf } from "../../zone-file/record-types.ts";
import { splitWords } from "../../zone-file/split-words.ts";
import { doStep, isDone, tryStep } from "../do-step.ts";
import { requireTexts } from "../require-texts.ts";
import { tellSteps } from "../tell-steps.ts";
import { findCnameConflict, findRrsetProblems } from "./find-rrset-problems.ts";
import { listRecords, type ZoneRecord } from "./list-records.ts";
import { describeStep, planRrsetSteps, type RrsetStep, rrsetOf, type WantedRrset } from "./plan-rrset.ts";
import { resolveRecordName } from "./record-name.ts";

export interface RrsetChange {
  /** What was done, in order; empty if all was as wanted. */
  readonly steps: readonly RrsetStep[];
  /** The records as they are now, read back. */
  readonly records: readonly ZoneRecord[];
}

/**
 * Makes the records of one name and type exactly those wanted, one write at a time, and reads them back. There is
 * no moment without any record. Other names and types are left alone. What the server would refuse is an InputError before
 * anything is sent; where it said yes and did nothing, a ConfirmationError.
 */
export async function setRrset(
  gigahost: Gigahost,
  zoneId: string | number,
  wanted: WantedRrset,
  options: CallOptions = {},
): Promise<RrsetChange> {
  requireTexts("setRrset", wanted, ["name", "type"]);
  if (!Array.isArray(wanted.values) || wanted.values.length === 0)
    throw new InputError("setRrset", ["at least one value is needed"]);
  const name = await resolveRecordName(gigahost, zoneId, wanted.name, { operation: "setRrset", ...options });
  const rrset = { ...wanted, name, type: wanted.type.toUpperCase() };
  requireFullHosts(rrset);
  const all = await listRecords(gigahost, zoneId, options);
  requirePossible("setRrset", all, rrset);
  const first = rrsetOf(all, name, rrset.type);
  return changeRrset({ gigahost, zoneId, rrset, options }, first, (records) => planRrsetSteps(records, rrset));
}

/** In a zone file `mail` is a name in the zone; for the API it is one at the root. */
function requireFullHosts({ type, values }: WantedRrset): void {
  const problems = values.flatMap((value) => {
    const words = splitWords(value.trim());
    const bare = hostWordsOf(type).map((index) => words[index] ?? ".");
    const relative = bare.find((word) => !word.includes("."));
    return relative === undefined
      ? []
      : [`value "${value}" is ambiguous: write ${relative} in full, with its final dot`];
  });
  if (problems.length > 0) throw new InputError("setRrset", problems);
}

export interface RrsetWork {
  readonly gigahost: Gigahost;
  readonly zoneId: string | number;
  /** Its name relative to the zone, its type in upper case. */
  readonly rrset: WantedRrset;
  readonly options: CallOptions;
}

/** Does the plan step by step, and reads the records after each one to make the next plan from them. */
export async function changeRrset(
  { gigahost, zoneId, rrset, options }: RrsetWork,
  first: readonly ZoneRecord[],
  plan: (records: readonly ZoneRecord[]) => readonly RrsetStep[],
): Promise<RrsetChange> {
  const steps: RrsetStep[] = [];
  const told = () => steps.map((step) => describeStep(rrset.name, rrset.type, step));
  let records = first;
  try {
    for (;;) {
      const [step] = plan(records);
      if (!step) return { steps, records };
      const failure = await tryStep(step, doStep(gigahost, zoneId, rrset, step, options));
      const now = rrsetOf(await listRecords(gigahost, zoneId, options), rrset.name, rrset.type);
      if (!isDone(step, now)) throw failure ?? withoutEffect(rrset, step, newOnes(records, now));
      steps.push(step);
      records = now;
    }
  } catch (error) {
    throw tellSteps(error, told());
  }
}

/** Throws an InputError with every reason why the set can't be written. */
export function requirePossible(operation: string, all: readonly ZoneRecord[], rrset: WantedRrset): void {
  const problems = findRrsetProblems(rrsetOf(all, rrset.name, rrset.type), rrset, { isToBeAsked: true });
  const conflict = findCnameConflict(all, rrset);
  const sentences = [...problems.map(({ problem }) => problem), ...(conflict === null ? [] : [conflict])];
  if (sentences.length > 0) throw new InputError(operation, [...new Set(sentences)]);
}

function newOnes(before: readonly ZoneRecord[], now: readonly ZoneRecord[]): readonly ZoneRecord[] {
  return now.filter(
    ({ value, ttlSeconds }) => !before.some((old) => old.value === value && old.ttlSeconds === ttlSeconds),
  );
}

/** The server accepted it. What it lists instead may mean the same, so the caller must not retry forever. */
function withoutEffect(
  { name, type }: Pick<WantedRrset, "name" | "type">,
  step: RrsetStep,
  instead: readonly ZoneRecord[],
): ConfirmationError {
  const listed = instead.map(({ value, ttlSeconds }) => `${value} (TTL ${ttlSeconds})`).join(", ");
  if (step.kind !== "delete" && listed !== "") {
    return new ConfirmationError({
      operation: "setRrset",
      what: `the server accepted the ${type} record ${step.value} (TTL ${step.ttlSeconds}) of ${name}, but lists ${listed} instead`,
      mayHaveHappened: true,
      whatToDo: "Write the value as the server lists it if the two mean the same; trying again changes nothing",
    });
  }
  const did = { add: "added", replace: "replaced", delete: "deleted" }[step.kind];
  return new ConfirmationError({
    operation: "setRrset",
    what: `the server said that it ${did} the ${type} record of ${name}, but ${step.kind === "delete" ? "still lists it" : "doesn't list it"}`,
    mayHaveHappened: true,
    whatToDo: "List the records, and try again later",
  });
}
