import { groupBy } from "../../../model/group-by.ts";
import type { Gigahost } from "../../gigahost.ts";
import type { CallOptions } from "../../gigahost-options.ts";
import { toAsciiName } from "../../values/ascii-name.ts";
import { formatZoneFile } from "../../zone-file/format-zone-file.ts";
import type { SkippedRecord } from "../../zone-file/parse-zone-file.ts";
import type { ZoneFileProblem } from "../../zone-file/tokenize-zone-file.ts";
import { findCnameConflict, findRrsetProblems } from "../records/find-rrset-problems.ts";
import { listRecords, type ZoneRecord } from "../records/list-records.ts";
import { compareRrset, planRrsetSteps, type RrsetStep, type WantedRrset } from "../records/plan-rrset.ts";
import { badLines, type FileRrset, isOfTheServer, nameAndType, readZoneFile } from "./read-zone-file.ts";

export interface ZoneToImport {
  readonly zoneId: string | number;
  /** In any form: `EXAMPLE.no`, `blåbær.no.`. */
  readonly zoneName: string;
  /** A BIND zone file; as bytes it is UTF-8. */
  readonly text: string | Uint8Array;
  /** Also delete what the file doesn't contain; what it contains is always published. */
  readonly replace?: boolean | undefined;
}

/** One write of an import. */
export interface ImportStep {
  readonly name: string;
  readonly type: string;
  readonly step: RrsetStep | { readonly kind: "delete-set"; readonly records: readonly ZoneRecord[] };
}

/** What an import does or would do. */
export interface ImportPlan {
  readonly zoneId: string | number;
  /** Punycode, lower case. */
  readonly zoneName: string;
  /** Changed to match the file. */
  readonly set: readonly WantedRrset[];
  /** Deleted as a whole; only with `replace`. */
  readonly remove: readonly { readonly name: string; readonly type: string }[];
  /** Already as in the file. */
  readonly unchanged: number;
  /** Records with other values that are deleted: worth asking about first. */
  readonly removed: readonly ZoneRecord[];
  /** In the order in which they are done: deletions come last, except where a CNAME is in the way. */
  readonly steps: readonly ImportStep[];
  /** How many records are deleted without a replacement. */
  readonly deletes: number;
  /** How many records the zone has, without the SOA and its own NS records. */
  readonly total: number;
  /** Records that the file doesn't contain; they are kept unless `replace` is set. */
  readonly notInFile: readonly ZoneRecord[];
  /** What a signer wrote, left out. */
  readonly skipped: readonly SkippedRecord[];
  /** The file contains no records at all. */
  readonly isEmpty: boolean;
  /** The zone as it was before, as a zone file. */
  readonly before: string;
}

/**
 * Plans what an import changes, with one look at the zone. SOA and the zone's own NS records stay as they are. Rejects
 * with an InputError that has every line that can't be read or that the server would refuse.
 */
export async function planImport(
  gigahost: Gigahost,
  zone: ZoneToImport,
  options: CallOptions = {},
): Promise<ImportPlan> {
  const file = readZoneFile(zone.text, zone.zoneName);
  // Needs no request, and reports everything else that is wrong in one go.
  if (file.problems.length > 0) throw badLines([...file.problems, ...findFileProblems(file.rrsets)]);
  const { rrsets, skipped, isEmpty } = file;
  const listed = await listRecords(gigahost, zone.zoneId, options);
  const bySet = groupBy(
    listed.filter((record) => !isOfTheServer(record)),
    nameAndType,
  );
  const plans = rrsets.map((rrset) => planOf(rrset, bySet.get(nameAndType(rrset)) ?? []));
  const inFile = new Set(rrsets.map(nameAndType));
  const extra = [...bySet].filter(([key]) => !inFile.has(key)).map(([, records]) => records);
  const removedSets = zone.replace ? extra : [];
  const staying = zone.replace ? [] : extra.flat();
  const problems = [...plans.flatMap(problemsOf), ...findConflicts(rrsets, staying)];
  if (problems.length > 0) throw badLines(problems);
  const changed = plans.filter(({ steps }) => steps.length > 0);
  const steps = orderSteps(changed, removedSets);
  return {
    ...{ zoneId: zone.zoneId, zoneName: toAsciiName(zone.zoneName), skipped, isEmpty, steps },
    set: changed.map(({ rrset: { lines: _, ...rrset } }) => rrset),
    remove: removedSets.map(([first]) => ({ name: first?.name ?? "", type: first?.type ?? "" })),
    unchanged: plans.length - changed.length,
    removed: [...plans.flatMap(({ surplus }) => surplus), ...removedSets.flat()],
    deletes: steps.reduce((sum, each) => sum + deletedBy(each), 0),
    total: [...bySet.values()].flat().length,
    notInFile: extra.flat(),
    before: formatZoneFile(zone.zoneName, listed),
  };
}

interface SetPlan {
  readonly rrset: FileRrset;
  readonly current: readonly ZoneRecord[];
  readonly surplus: readonly ZoneRecord[];
  readonly steps: readonly RrsetStep[];
}

function planOf(rrset: FileRrset, current: readonly ZoneRecord[]): SetPlan {
  const { surplus } = compareRrset(current, rrset);
  return { rrset, current, surplus, steps: planRrsetSteps(current, rrset) };
}

/** Throws an InputError with every line of the file that would be wrong in any zone. */
export function checkNewZone(text: string | Uint8Array, zoneName: string): void {
  const { rrsets, problems: unreadable } = readZoneFile(text, zoneName);
  const problems = [...unreadable, ...findFileProblems(rrsets)];
  if (problems.length > 0) throw badLines(problems);
}

/** What the server would refuse in an empty zone. */
function findFileProblems(rrsets: readonly FileRrset[]): readonly ZoneFileProblem[] {
  return [...rrsets.map((rrset) => planOf(rrset, [])).flatMap(problemsOf), ...findConflicts(rrsets, [])];
}

/** The line of a problem: a value's own line, or the set's first. */
function problemsOf({ rrset, current }: Pick<SetPlan, "rrset" | "current">): readonly ZoneFileProblem[] {
  return findRrsetProblems(current, rrset).map(({ value, problem }) => {
    const at = value === null ? 0 : Math.max(0, rrset.values.indexOf(value));
    return {
      line: rrset.lines[at] ?? 0,
      problem: value === null ? `${rrset.name} ${rrset.type}: ${problem}` : problem,
    };
  });
}

/** A CNAME must be alone: in the file, and among what is kept in the zone. */
function findConflicts(rrsets: readonly FileRrset[], staying: readonly ZoneRecord[]): readonly ZoneFileProblem[] {
  const withCname = new Map(rrsets.filter(({ type }) => type === "CNAME").map((rrset) => [rrset.name, rrset]));
  const inFile = rrsets.flatMap(({ name, type, lines }) => {
    const cname = type === "CNAME" ? undefined : withCname.get(name);
    const problem = `${name} has a CNAME in line ${cname?.lines[0]}, which can't share its name with a record of type ${type}`;
    return cname ? [{ line: lines[0] ?? 0, problem }] : [];
  });
  const stayingAt = new Map<string, ZoneRecord[]>();
  for (const record of staying) stayingAt.set(record.name, [...(stayingAt.get(record.name) ?? []), record]);
  const beside = rrsets.flatMap((rrset) => {
    const conflict = findCnameConflict(stayingAt.get(rrset.name) ?? [], rrset);
    return conflict === null
      ? []
      : [{ line: rrset.lines[0] ?? 0, problem: `${conflict}; replacing the zone would delete them` }];
  });
  return [...inFile, ...beside];
}

/** Writes first, deletions last; only where a CNAME is in the way of what is to come, or something in a CNAME's, before it. */
function orderSteps(
  changed: readonly SetPlan[],
  removedSets: readonly (readonly ZoneRecord[])[],
): readonly ImportStep[] {
  const writes = changed.flatMap(({ rrset, steps }) =>
    steps.map((step) => ({ name: rrset.name, type: rrset.type, step })),
  );
  const sets = removedSets.map((records) => ({
    ...{ name: records[0]?.name ?? "", type: records[0]?.type ?? "" },
    step: { kind: "delete-set", records } as const,
  }));
  const written = new Map<string, boolean>();
  for (const { name, type } of writes) written.set(name, type === "CNAME");
  const gives = (set: ImportStep) => written.has(set.name) && (set.type === "CNAME" || written.get(set.name) === true);
  const early = sets.filter(gives);
  const waiting = new Set(early.map(({ name }) => name));
  const isDelete = ({ step }: ImportStep) => step.kind === "delete";
  const exchanged = [...waiting].flatMap((name) => [
    ...early.filter((set) => set.name === name),
    ...writes.filter((write) => write.name === name && !isDelete(write)),
  ]);
  return [
    ...writes.filter((write) => !isDelete(write) && !waiting.has(write.name)),
    ...exchanged,
    ...writes.filter(isDelete),
    ...sets.filter((set) => !gives(set)),
  ];
}

const deletedBy = ({ step }: ImportStep) =>
  step.kind === "delete-set" ? step.records.length : step.kind === "delete" ? 1 : 0;
