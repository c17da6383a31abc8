import { InputError } from "../../../api/errors.ts";
import type { Gigahost } from "../../../api/gigahost.ts";
import type { CallOptions } from "../../../api/gigahost-options.ts";
import { findZone, relativeName } from "../../../api/recipes/zone/find-zone.ts";
import { toAsciiName } from "../../../api/values/ascii-name.ts";
import { findContentProblem } from "../../../api/zone-file/find-content-problem.ts";
import { withDot } from "../../../api/zone-file/record-content.ts";
import { UsageError } from "../../account/api-failure.ts";
import { findNamedZone } from "../../account/api-zones.ts";

/** Which records a command is about. */
export interface NamedRecords {
  readonly zoneId: string | number;
  readonly zoneName: string;
  /** Relative to the zone, `@` for the zone itself. */
  readonly name: string;
  /** The whole name, for people to read and to type. */
  readonly fullName: string;
  readonly type: string;
  /** As in a zone file, host names full and with their final dot. */
  readonly values: readonly string[];
}

export interface WrittenRecords {
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
  /** `--zone`; null: the zone with the longest matching suffix. */
  readonly zone: string | null;
}

/** Finds the zone that a name belongs to and checks the values; throws an InputError with everything that is wrong. */
export async function locateName(
  gigahost: Gigahost,
  { name, type, values, zone }: WrittenRecords,
  options: CallOptions,
): Promise<NamedRecords> {
  if (toAsciiName(name.trim()) === "")
    throw new UsageError(["the name is empty"], "`@` with --zone is the zone itself");
  const place = zone === null ? await findZone(gigahost, name, options) : await placeIn(gigahost, name, zone, options);
  const upper = type.toUpperCase();
  const full = values.map((value) => completeHosts(upper, value.trim(), place.zoneName));
  const problems = findValueProblems(upper, full, values.join(" "));
  if (problems.length > 0) throw new InputError("record", [...new Set(problems)]);
  const fullName = place.recordName === "@" ? place.zoneName : `${place.recordName}.${place.zoneName}`;
  return {
    zoneId: place.zoneId,
    zoneName: place.zoneName,
    name: place.recordName,
    fullName,
    type: upper,
    values: full,
  };
}

/** With a zone the name is relative to it; one that ends with the zone's name is taken as the full name that it is. */
async function placeIn(gigahost: Gigahost, written: string, named: string, options: CallOptions) {
  const { zone_id, zone_name } = await findNamedZone(gigahost, named, options);
  const zoneName = toAsciiName(zone_name);
  const name = toAsciiName(written.trim());
  const isFull = name === zoneName || name.endsWith(`.${zoneName}`);
  if (!isFull && written.endsWith(".")) throw new UsageError([`${written} is not in the zone ${zoneName}`]);
  return { zoneId: zone_id, zoneName, recordName: isFull ? relativeName(name, zoneName) : name };
}

/** Types with a host name as their last word. */
const endsWithHost = new Set(["CNAME", "NS", "PTR", "DNAME", "ALIAS", "ANAME", "MX", "SRV"]);

/** `@` and a single word without dots are relative, as in a zone file; a name with dots is meant in full. */
function completeHosts(type: string, value: string, zoneName: string): string {
  if (!endsWithHost.has(type)) return value;
  const words = value.split(/[ \t]+/);
  const host = toAsciiName(words.at(-1) ?? "");
  // Without what belongs before it, nobody knows that the last word is a host.
  if (host === "" || words.length < (type === "MX" ? 2 : type === "SRV" ? 4 : 1)) return value;
  const isRoot = words.at(-1) === ".";
  const full = host === "@" ? zoneName : host.includes(".") || isRoot ? host : `${host}.${zoneName}`;
  return [...words.slice(0, -1), withDot(full)].join(" ");
}

/** What is wrong with the values by themselves; whether the server would take them in its zone is judged with the zone. */
function findValueProblems(type: string, values: readonly string[], joined: string): readonly string[] {
  const problems = values.flatMap((value) => findContentProblem(type, value) ?? []);
  const isOneText = type === "TXT" && /^v=(?:spf1|DKIM1|DMARC1|STSv1|TLSRPTv1)\b/i.test(joined);
  const isOne = problems.length > 0 && findContentProblem(type, joined) === null;
  if (values.length < 2 || (!isOne && !isOneText)) return problems;
  return [`${values.length} values were given; if they are one value, put it in quotes: '${joined}'`];
}
