import type { ImportPlan } from "../../../api/recipes/zone/plan-import.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";

/** Prints what an import does, or would do. */
export async function printPlan(
  context: CommandContext,
  plan: ImportPlan,
  { dryRun, backup }: { readonly dryRun: boolean; readonly backup: string | null },
): Promise<void> {
  if (plan.skipped.length > 0) context.stderr.write(`${sentenceOfSkipped(plan)}\n`);
  await print(context, { data: { dryRun, ...fieldsOf(plan), backup }, table: () => wordsOf(plan, dryRun) });
}

function fieldsOf({ set, remove, unchanged, removed, deletes, total, skipped }: ImportPlan) {
  return { set, remove, unchanged, removed, deletes, total, skipped };
}

function wordsOf({ set, remove, unchanged }: ImportPlan, dryRun: boolean): string {
  const lines = [
    ...set.map(({ name, type, values }) => `set     ${name} ${type} ${values.join(" | ")}`),
    ...remove.map(({ name, type }) => `delete  ${name} ${type}`),
  ];
  const verb = dryRun ? "would be changed" : "changed";
  return [...lines, `${countSets(lines.length)} ${verb}, ${sayUnchanged(unchanged)}`].join("\n");
}

function countSets(count: number): string {
  return count === 1 ? "1 record set" : `${count} record sets`;
}

/** For the end of a sentence that counted record sets or lines earlier. */
export function sayUnchanged(count: number): string {
  return `${countSets(count)} ${count === 1 ? "is" : "are"} as in the file`;
}

function sentenceOfSkipped({ skipped }: ImportPlan): string {
  const types = [...new Set(skipped.map(({ type }) => type))].join(", ");
  return `skipped ${skipped.length} DNSSEC records (${types}): the server signs the zone itself`;
}
