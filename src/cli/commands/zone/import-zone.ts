import { open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { applyImport, findDeletesProblem } from "../../../api/recipes/zone/import-zone.ts";
import type { ImportPlan } from "../../../api/recipes/zone/plan-import.ts";
import { toAsciiName } from "../../../api/values/ascii-name.ts";
import { isoTime } from "../../../model/time/iso-time.ts";
import { namingFile } from "../../../platform/files/file-error.ts";
import { confirm } from "../../account/api-confirm.ts";
import { UsageError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";
import { type NamedZoneFile, planZoneFile } from "./plan-zone-file.ts";
import { printPlan } from "./print-plan.ts";

export interface ZoneFileToImport extends NamedZoneFile {
  /** How much of the zone may be deleted; undefined: what is usual. */
  readonly maxDeletesPercent: number | undefined;
  /** Where the zone as it was is kept; null: beside the file, under a name of its own. */
  readonly backup: string | null;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/**
 * `zone import ZONE FILE`: makes the zone's records as the file says; asks before a value goes, and keeps the zone as it
 * was in a file.
 */
export async function importZoneCommand(context: CommandContext, given: ZoneFileToImport): Promise<number> {
  const { gigahost, plan } = await planZoneFile(context, given);
  if (given.dryRun) await printPlan(context, plan, { dryRun: true, backup: null });
  requireFewDeletes(plan, given.maxDeletesPercent);
  if (given.dryRun) return 0;
  if (plan.removed.length > 0) await askBeforeRemoving(context, plan, given.yes);
  const backup = plan.steps.length > 0 ? await keepBackup(plan, given) : null;
  if (backup !== null) context.stderr.write(`saved ${plan.zoneName} as it was in ${backup}\n`);
  await carryOut(context, gigahost, plan, given.maxDeletesPercent);
  await printPlan(context, plan, { dryRun: false, backup });
  return 0;
}

/** Somebody who interrupts it also learns how far it got. */
async function carryOut(
  context: CommandContext,
  gigahost: Parameters<typeof applyImport>[0],
  plan: ImportPlan,
  maxDeletesPercent: number | undefined,
): Promise<void> {
  let done = 0;
  const onStep = () => {
    done++;
  };
  try {
    await applyImport(gigahost, plan, { signal: context.signal, maxDeletesPercent, onStep });
  } catch (error) {
    if (context.signal.aborted)
      context.stderr.write(
        `gigahost-ddns: stopped after ${done} of ${plan.steps.length} changes; importing the same file again does the rest\n`,
      );
    throw error;
  }
}

function requireFewDeletes(plan: ImportPlan, maxPercent: number | undefined): void {
  const problem = findDeletesProblem(plan, maxPercent);
  if (problem === null) return;
  const needed = plan.isEmpty ? 100 : Math.ceil((plan.deletes / plan.total) * 100);
  throw new UsageError([`nothing was sent: ${problem}`], `--dry-run shows which; --max-deletes ${needed}% allows it`);
}

const maxShownRecords = 10;

function askBeforeRemoving(context: CommandContext, { removed, zoneName: name }: ImportPlan, yes: boolean) {
  const shown = removed.slice(0, maxShownRecords).map((record) => `${record.name} ${record.type} ${record.value}`);
  const more = removed.length > shown.length ? [`… and ${removed.length - shown.length} more`] : [];
  const what = `This removes ${removed.length === 1 ? "1 record" : `${removed.length} records`} of ${name}`;
  return confirm(context, {
    what,
    details: [...shown, ...more],
    name,
    yes,
    isSame: (typed) => toAsciiName(typed) === name,
  });
}

/**
 * Writes the zone as it was, never over something else; returns where. Unless told, that is beside the file which is imported,
 * the first place to look for it, and for standard input in this directory.
 */
async function keepBackup(
  { zoneName, before }: ImportPlan,
  { file, backup: named }: Pick<ZoneFileToImport, "file" | "backup">,
): Promise<string> {
  if (named !== null) {
    const there = await stat(named).catch(() => null);
    if (there?.isFile() && there.size > 0)
      throw new UsageError([`nothing was sent: ${named} already exists, and a backup never overwrites a file`]);
    await writeNew(named, before, there === null ? "wx" : "w");
    return named;
  }
  const name = `${zoneName}.${isoTime(Date.now()).replaceAll(/[-:]|\.\d+/g, "")}-${process.pid}.zone`;
  const beside = resolve(await directoryOf(file), name);
  try {
    await writeNew(beside, before, "wx");
    return beside;
  } catch {
    // Where that directory can't be written to.
    const path = join(tmpdir(), name);
    await writeNew(path, before, "wx");
    return path;
  }
}

/** Of standard input, or of a pipe such as `/dev/fd/63`, this one. */
async function directoryOf(file: string | null): Promise<string> {
  if (file === null || file === "-") return ".";
  return (await stat(file).catch(() => null))?.isFile() === true ? dirname(file) : ".";
}

async function writeNew(path: string, text: string, flags: "wx" | "w"): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await namingFile(path, async () => {
      await file.writeFile(text);
      if ((await file.stat()).isFile()) await file.sync();
    });
  } catch (error) {
    // Half a backup is worse than none.
    if (flags === "wx") await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
