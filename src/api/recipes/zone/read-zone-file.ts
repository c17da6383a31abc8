import { groupBy } from "../../../model/group-by.ts";
import { InputError } from "../../errors.ts";
import { toAsciiName } from "../../values/ascii-name.ts";
import { parseZoneFile, type SkippedRecord, type ZoneFileRecord } from "../../zone-file/parse-zone-file.ts";
import type { ZoneFileProblem } from "../../zone-file/tokenize-zone-file.ts";
import type { WantedRrset } from "../records/plan-rrset.ts";
import { relativeName } from "./find-zone.ts";

/** A set of records of a zone file. */
export interface FileRrset extends WantedRrset {
  /** The line of each of its values. */
  readonly lines: readonly number[];
}

export interface ZoneFileContent {
  /** What couldn't be read, each with its line. */
  readonly problems: readonly ZoneFileProblem[];
  /** Without the server's own records: the SOA and the NS records of the zone itself. */
  readonly rrsets: readonly FileRrset[];
  readonly skipped: readonly SkippedRecord[];
  /** The file contains no records at all. */
  readonly isEmpty: boolean;
}

/** The file's records by name and type, from the lines that can be read. */
export function readZoneFile(text: string | Uint8Array, zoneName: string): ZoneFileContent {
  const zone = toAsciiName(zoneName);
  const { records, problems, skipped } = parseZoneFile(text, zone);
  const isInside = ({ name }: ZoneFileRecord) => name === zone || name.endsWith(`.${zone}`);
  const foreign = records.filter((record) => !isInside(record));
  const all = [...problems, ...foreign.map(({ line, name }) => ({ line, problem: `${name} is not in ${zone}` }))];
  const groups = groupBy(records.filter(isInside), nameAndType);
  const rrsets = [...groups.values()].map((group) => rrsetFrom(group, zone)).filter((rrset) => !isOfTheServer(rrset));
  return { problems: all, rrsets, skipped, isEmpty: records.length === 0 };
}

/** The key that identifies a set of records. */
export const nameAndType = ({ name, type }: { readonly name: string; readonly type: string }) => `${name} ${type}`;

export const isOfTheServer = ({ name, type }: { readonly name: string; readonly type: string }) =>
  type === "SOA" || (type === "NS" && name === "@");

/** Every problem with its line, in the order of the file. */
export function badLines(problems: readonly ZoneFileProblem[]): InputError {
  const inOrder = [...problems].sort((a, b) => a.line - b.line);
  return new InputError("importZone", [...new Set(inOrder.map(({ line, problem }) => `line ${line}: ${problem}`))]);
}

function rrsetFrom(group: readonly ZoneFileRecord[], zone: string): FileRrset {
  const [first] = group;
  return {
    name: relativeName(first?.name ?? "", zone),
    type: first?.type ?? "",
    values: group.map(({ value }) => value),
    ttlSeconds: first?.ttlSeconds ?? undefined,
    lines: group.map(({ line }) => line),
  };
}
