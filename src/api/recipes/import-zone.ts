import { InputError } from "../errors.ts";
import type { Gigahost } from "../gigahost.ts";
import type { CallOptions } from "../gigahost-options.ts";
import { parseZoneFile, type ZoneFileRecord } from "../zone-file/parse-zone-file.ts";
import { deleteRrset } from "./delete-records.ts";
import { relativeName } from "./find-zone.ts";
import { listRecords, type ZoneRecord } from "./list-records.ts";
import { compareRrset, rrsetOf, type WantedRrset } from "./plan-rrset.ts";
import { setRrset } from "./set-rrset.ts";

export interface ZoneToImport {
  readonly zoneId: string | number;
  readonly zoneName: string;
  /** A BIND zone file. */
  readonly text: string;
  /** Also delete what the file doesn't have; what it has is always made so. */
  readonly replace?: boolean | undefined;
}

/** What an import does, or would do. */
export interface ImportPlan {
  /** Made as the file says. */
  readonly set: readonly WantedRrset[];
  /** Deleted as a whole; only with `replace`. */
  readonly remove: readonly { readonly name: string; readonly type: string }[];
  /** As the file says already. */
  readonly unchanged: number;
  /** Records of other values that go: worth asking for first. */
  readonly removed: readonly ZoneRecord[];
}

/** Works out what an import changes. SOA and the zone's own NS records stay as they are. */
export async function planImport(
  gigahost: Gigahost,
  zone: ZoneToImport,
  options: CallOptions = {},
): Promise<ImportPlan> {
  const wanted = readRrsets(zone);
  const current = (await listRecords(gigahost, zone.zoneId, options)).filter((record) => !isOfTheServer(record));
  const compared = wanted.map((rrset) => {
    const difference = compareRrset(rrsetOf(current, rrset.name, rrset.type), rrset);
    return { rrset, surplus: difference.surplus, isSame: Object.values(difference).every((list) => list.length === 0) };
  });
  const inFile = new Set(wanted.map(keyOf));
  const extra = zone.replace ? current.filter((record) => !inFile.has(keyOf(record))) : [];
  return {
    set: compared.filter(({ isSame }) => !isSame).map(({ rrset }) => rrset),
    remove: [...new Map(extra.map((record) => [keyOf(record), { name: record.name, type: record.type }])).values()],
    unchanged: compared.filter(({ isSame }) => isSame).length,
    removed: [...compared.flatMap(({ surplus }) => surplus), ...extra],
  };
}

/** Makes the zone's records as the file says, one set after the other, each read back. Gives what was planned and done. */
export async function importZone(
  gigahost: Gigahost,
  zone: ZoneToImport,
  options: CallOptions = {},
): Promise<ImportPlan> {
  const plan = await planImport(gigahost, zone, options);
  // What is deleted goes first: a CNAME stands beside nothing else.
  for (const rrset of plan.remove) await deleteRrset(gigahost, zone.zoneId, rrset, options);
  for (const rrset of plan.set) await setRrset(gigahost, zone.zoneId, rrset, options);
  return plan;
}

type Named = { readonly name: string; readonly type: string };

const keyOf = ({ name, type }: Named) => `${name} ${type}`;
const isOfTheServer = ({ name, type }: Named) => type === "SOA" || (type === "NS" && name === "@");

/** The file's records by name and type; throws an InputError with every line that can't be read. */
export function readRrsets({ text, zoneName }: ZoneToImport): readonly WantedRrset[] {
  const { records, problems } = parseZoneFile(text, zoneName);
  const foreign = records.filter(({ name }) => name !== zoneName && !name.endsWith(`.${zoneName}`));
  const all = [...problems, ...foreign.map(({ line, name }) => ({ line, problem: `${name} is not in ${zoneName}` }))];
  if (all.length > 0)
    throw new InputError(
      "importZone",
      all.map(({ line, problem }) => `line ${line}: ${problem}`),
    );
  const groups = new Map<string, ZoneFileRecord[]>();
  for (const record of records) groups.set(keyOf(record), [...(groups.get(keyOf(record)) ?? []), record]);
  return [...groups.values()].map((group) => rrsetFrom(group, zoneName)).filter((rrset) => !isOfTheServer(rrset));
}

function rrsetFrom(group: readonly ZoneFileRecord[], zoneName: string): WantedRrset {
  const [first] = group;
  return {
    name: relativeName(first?.name ?? "", zoneName),
    type: first?.type ?? "",
    values: group.map(({ value }) => value),
    ttlSeconds: first?.ttlSeconds ?? undefined,
  };
}
