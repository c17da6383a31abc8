import { asWritten } from "../../../api/recipes/records/plan-rrset.ts";
import type { ImportPlan, ImportStep } from "../../../api/recipes/zone/plan-import.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import { type NamedZoneFile, planZoneFile } from "./plan-zone-file.ts";
import { sayUnchanged } from "./print-plan.ts";

export interface ZoneToCompare extends NamedZoneFile {
  /** Exit 1 where something differs. */
  readonly exitCode: boolean;
}

/** `zone diff ZONE FILE`: what an import would change, line by line; changes nothing. */
export async function diffZoneCommand(context: CommandContext, given: ZoneToCompare): Promise<number> {
  const { plan } = await planZoneFile(context, given);
  const changes = plan.steps.flatMap(changesOf);
  const { zoneName, unchanged, notInFile, skipped } = plan;
  await print(context, {
    data: { zone: zoneName, changes, unchanged, notInFile: notInFile.map(shortForm), skipped },
    table: () => [...changes.map(lineOf), ...summaryOf(plan, changes.length, given.replace)].join("\n"),
  });
  return given.exitCode && changes.length > 0 ? 1 : 0;
}

interface ShortRecord {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly value: string;
}

interface ChangedLine extends ShortRecord {
  readonly kind: "add" | "remove";
}

const shortForm = ({ name, type, ttlSeconds, value }: ImportPlan["removed"][number]): ShortRecord => ({
  ...{ name, type, ttl: ttlSeconds, value },
});

/** A replaced record is both removed and added. */
function changesOf({ name, type, step }: ImportStep): readonly ChangedLine[] {
  if (step.kind === "delete-set") return step.records.map((record) => ({ kind: "remove", ...shortForm(record) }));
  if (step.kind === "delete") return [{ kind: "remove", ...shortForm(step.record) }];
  const added = { kind: "add", name, type, ttl: step.ttlSeconds, value: asWritten(type, step.value) } as const;
  return step.kind === "add" ? [added] : [{ kind: "remove", ...shortForm(step.record) }, added];
}

const lineOf = ({ kind, name, type, ttl, value }: ChangedLine) =>
  `${kind === "add" ? "+" : "-"} ${name} ${ttl} IN ${type} ${value}`;

function summaryOf({ unchanged, notInFile }: ImportPlan, changes: number, replace: boolean): readonly string[] {
  const differ = changes === 1 ? "1 line differs" : `${changes} lines differ`;
  const first = changes === 0 ? "nothing would change" : `${differ}, ${sayUnchanged(unchanged)}`;
  if (replace || notInFile.length === 0) return [first];
  const missing =
    notInFile.length === 1 ? "1 record of the zone is not" : `${notInFile.length} records of the zone are not`;
  return [first, `${missing} in the file; only --replace would delete ${notInFile.length === 1 ? "it" : "them"}`];
}
