import { ConfirmationError, GigahostError, InputError } from "../../errors.ts";
import type { Gigahost } from "../../gigahost.ts";
import type { CallOptions } from "../../gigahost-options.ts";
import { doStep, isDone, tryStep } from "../do-step.ts";
import { listRecords, type ZoneRecord } from "../records/list-records.ts";
import { describeStep, rrsetOf } from "../records/plan-rrset.ts";
import { tellSteps } from "../tell-steps.ts";
import { type ImportPlan, type ImportStep, planImport, type ZoneToImport } from "./plan-import.ts";

/** The share of a zone's records, in percent, that an import may delete by default. */
const usualMaxDeletesPercent = 30;

export interface ImportOptions extends CallOptions {
  /** How much of the zone an import may delete, in percent; 30 by default. A file without records needs 100. */
  readonly maxDeletesPercent?: number | undefined;
  /** Called after each write. */
  readonly onStep?: (done: string, count: number, total: number) => void;
}

/**
 * Makes the zone's records as the file says: everything is checked first, writes come before deletions, and the zone is
 * read back at the end. Returns what was planned and done; `before` of it is the zone as it was. A failure says what was done.
 */
export async function importZone(
  gigahost: Gigahost,
  zone: ZoneToImport,
  options: ImportOptions = {},
): Promise<ImportPlan> {
  const plan = await planImport(gigahost, zone, options);
  await applyImport(gigahost, plan, options);
  return plan;
}

/** Carries out the plan. Rejects with an InputError if that would delete more than allowed. */
export async function applyImport(
  gigahost: Gigahost,
  plan: ImportPlan,
  { maxDeletesPercent, onStep, ...options }: ImportOptions = {},
): Promise<void> {
  const problem = findDeletesProblem(plan, maxDeletesPercent);
  if (problem !== null) throw new InputError("importZone", [problem]);
  const done: string[] = [];
  try {
    for (const each of plan.steps) {
      await doImportStep(gigahost, plan, each, options);
      done.push(describe(each));
      onStep?.(done.at(-1) ?? "", done.length, plan.steps.length);
    }
    if (done.length > 0) await confirmImport(gigahost, plan, options);
  } catch (error) {
    throw tellProgress(error, plan, done);
  }
}

/** Why an import needs its own confirmation; null if it doesn't. */
export function findDeletesProblem(
  { deletes, total, isEmpty }: Pick<ImportPlan, "deletes" | "total" | "isEmpty">,
  maxPercent: number = usualMaxDeletesPercent,
): string | null {
  if (isEmpty && maxPercent < 100)
    return "the zone file holds no records; importing it needs a maximum of 100 % deletions";
  const percent = total === 0 ? 0 : (deletes / total) * 100;
  if (percent <= maxPercent) return null;
  return `it would delete ${deletes} of the zone's ${total} records (${Math.ceil(percent)} %), and at most ${maxPercent} % may be deleted`;
}

async function doImportStep(gigahost: Gigahost, { zoneId }: ImportPlan, each: ImportStep, options: CallOptions) {
  const { name, type, step } = each;
  const failure = await tryStep(step, sendStep(gigahost, zoneId, each, options));
  if (failure === null) return;
  const records = rrsetOf(await listRecords(gigahost, zoneId, options), name, type);
  const isThere = step.kind === "delete-set" ? records.length > 0 : !isDone(step, records);
  if (isThere) throw failure;
}

async function sendStep(
  gigahost: Gigahost,
  zoneId: string | number,
  { name, type, step }: ImportStep,
  options: CallOptions,
): Promise<void> {
  if (step.kind !== "delete-set") return doStep(gigahost, zoneId, { name, type }, step, options);
  const [first] = step.records;
  const address = { zone_id: zoneId, record_id: first?.id ?? "", name: first?.listed.name ?? name, type };
  await gigahost.dns.deleteRrset(address, options);
}

function describe({ name, type, step }: ImportStep): string {
  if (step.kind !== "delete-set") return describeStep(name, type, step);
  return `deleted ${name} ${type} ${step.records.map(({ value }) => value).join(", ")}`;
}

/** The server may report success and do nothing, or list something else: only the list is proof. */
async function confirmImport(gigahost: Gigahost, plan: ImportPlan, options: CallOptions): Promise<void> {
  const records = await listRecords(gigahost, plan.zoneId, options);
  const wrong = plan.steps.flatMap((each) => {
    const now = rrsetOf(records, each.name, each.type);
    const { step } = each;
    const isRight = step.kind === "delete-set" ? now.length === 0 : isDone(step, now);
    return isRight ? [] : [`${describe(each)}, but lists ${shown(now)}`];
  });
  if (wrong.length === 0) return;
  const more = wrong.length > 3 ? ` (and ${wrong.length - 3} more like it)` : "";
  throw new ConfirmationError({
    operation: "importZone",
    what: `the server said that it ${wrong.slice(0, 3).join("; ")}${more}`,
    mayHaveHappened: true,
    whatToDo: "Where the two mean the same, write the file as the server lists it; otherwise import it again later",
  });
}

const shown = (records: readonly ZoneRecord[]) =>
  records.length === 0 ? "none" : records.map(({ value, ttlSeconds }) => `${value} (TTL ${ttlSeconds})`).join(", ");

function tellProgress(error: unknown, { steps }: ImportPlan, done: readonly string[]): unknown {
  if (!(error instanceof GigahostError) || error instanceof ConfirmationError) return error;
  const next = steps[done.length];
  const failed = next ? ` at ${next.name} ${next.type}` : "";
  error.message = `${error.message}. ${done.length} of ${steps.length} changes were made, it stopped${failed}; importing the same file again does the rest`;
  return tellSteps(error, done);
}
