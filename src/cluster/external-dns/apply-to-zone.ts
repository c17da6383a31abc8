import { AuthenticationError, GigahostError, PermissionError, RateLimitError } from "../../api/errors.ts";
import type { Gigahost } from "../../api/gigahost.ts";
import type { CallOptions } from "../../api/gigahost-options.ts";
import { doStep, isDone, tryStep } from "../../api/recipes/do-step.ts";
import { listRecords, type ZoneRecord } from "../../api/recipes/records/list-records.ts";
import { describeStep, type RrsetStep, rrsetOf } from "../../api/recipes/records/plan-rrset.ts";
import { planRrsetChange } from "./plan-rrset-change.ts";
import type { Refusal, WantedRrsetChange } from "./sort-changes.ts";

export interface ZoneOutcome {
  /** What was done, one phrase each. */
  readonly done: readonly string[];
  readonly problems: readonly Refusal[];
}

/**
 * Makes the changes of one zone, one write at a time, and lists the zone at the end to see whether they are there. What
 * fails leaves the others alone; a credential that is refused, or a server that asks to wait, ends it.
 */
export async function applyToZone(
  gigahost: Gigahost,
  zoneId: string,
  changes: readonly WantedRrsetChange[],
  options: CallOptions,
): Promise<ZoneOutcome> {
  const work = { records: await listRecords(gigahost, zoneId, options), steps: [] as DoneStep[] };
  const problems: Refusal[] = [];
  for (const change of changes) {
    const problem = await applyChange(gigahost, zoneId, change, work, options);
    if (problem !== null) problems.push({ fullName: change.fullName, type: change.type, problem });
  }
  if (work.steps.length === 0) return { done: [], problems };
  const now = await listRecords(gigahost, zoneId, options);
  const missed = work.steps.filter(({ change, step }) => !isDone(step, rrsetOf(now, change.name, change.type)));
  const done = work.steps.filter((each) => !missed.includes(each)).map(({ words }) => words);
  return { done, problems: [...problems, ...missed.map(explainMiss)] };
}

interface DoneStep {
  readonly change: WantedRrsetChange;
  readonly step: RrsetStep;
  readonly words: string;
  /** Why nobody knows yet whether it was done; null: the server said so. */
  readonly doubt: GigahostError | null;
}

/** Null if all went well, as far as the server says. Throws what ends the whole work. */
async function applyChange(
  gigahost: Gigahost,
  zoneId: string,
  change: WantedRrsetChange,
  work: { records: readonly ZoneRecord[]; readonly steps: DoneStep[] },
  options: CallOptions,
): Promise<string | null> {
  const plan = planRrsetChange(work.records, change);
  if (!plan.ok) return plan.reason;
  for (const step of plan.steps) {
    try {
      const doubt = await tryStep(step, doStep(gigahost, zoneId, change, step, options));
      work.steps.push({ change, step, doubt, words: describeStep(change.fullName, change.type, step) });
      if (step.kind === "delete") work.records = work.records.filter((record) => record !== step.record);
    } catch (error) {
      if (!(error instanceof GigahostError) || endsAll(error)) throw error;
      return error.message;
    }
  }
  return null;
}

const endsAll = (error: GigahostError) =>
  [AuthenticationError, PermissionError, RateLimitError].some((kind) => error instanceof kind);

function explainMiss({ change: { fullName, type }, doubt, words }: DoneStep): Refusal {
  return {
    fullName,
    type,
    problem: doubt?.message ?? `the server said that it ${words}, but the list doesn't show it`,
  };
}
