import type { ZoneRecord } from "../../../api/recipes/records/list-records.ts";
import { asWritten, type RrsetStep } from "../../../api/recipes/records/plan-rrset.ts";
import { displayHostname } from "../../../model/hostname.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import type { NamedRecords } from "./locate-name.ts";

export interface RecordsChange {
  readonly dryRun: boolean;
  /** What was done, or would be. */
  readonly steps: readonly RrsetStep[];
  /** The records of that name and type as they are now. */
  readonly records: readonly ZoneRecord[];
}

/** Prints what a command did to the records of one name and type, and what they are now. */
export async function printChange(
  context: CommandContext,
  { fullName, type, zoneName }: NamedRecords,
  { dryRun, steps, records }: RecordsChange,
): Promise<void> {
  await print(context, {
    data: {
      zone: zoneName,
      name: fullName,
      type,
      dryRun,
      changed: !dryRun && steps.length > 0,
      steps: steps.map((step) => describe(type, step)),
      records: records.map((record) => ({ value: record.value, ttl: record.ttlSeconds })),
    },
    table: () =>
      [...steps.map((step) => sentence(step, displayHostname(fullName), type, dryRun)), ...summary(steps)].join("\n"),
  });
}

function describe(type: string, step: RrsetStep): Record<string, unknown> {
  if (step.kind === "add") return { kind: step.kind, value: asWritten(type, step.value), ttl: step.ttlSeconds };
  const old = step.record.value;
  if (step.kind === "delete") return { kind: step.kind, value: old };
  return { kind: step.kind, old, value: asWritten(type, step.value), ttl: step.ttlSeconds };
}

function sentence(step: RrsetStep, name: string, type: string, dryRun: boolean): string {
  const would = dryRun ? "would " : "";
  if (step.kind === "add") return `${would}add ${name} ${type} ${asWritten(type, step.value)} (TTL ${step.ttlSeconds})`;
  const old = step.record.value;
  if (step.kind === "delete") return `${would}delete ${name} ${type} ${old}`;
  if (old === step.value) return `${would}set the TTL of ${name} ${type} ${old} to ${step.ttlSeconds}`;
  return `${would}replace ${name} ${type} ${old} with ${asWritten(type, step.value)} (TTL ${step.ttlSeconds})`;
}

const summary = (steps: readonly RrsetStep[]) => (steps.length === 0 ? ["nothing to change"] : []);
