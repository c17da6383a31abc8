import type { StoredRecord } from "../store/record-content.ts";
import { allRecords, type Zone } from "../store/zones.ts";

/** A record with its full name, as used in an answer. */
export interface FullRecord extends StoredRecord {
  readonly fullName: string;
}

export interface Finding {
  readonly kind: "answer" | "nodata" | "nxdomain" | "referral";
  readonly answers: readonly FullRecord[];
  readonly authority: readonly FullRecord[];
}

/** What an authoritative server answers for a name and type in its zone (RFC 1034, section 4.3.2, and RFC 4592). */
export function findRecords(zone: Zone, fullName: string, type: string): Finding {
  const records = fullRecords(zone);
  const cut = findDelegation(zone, records, fullName);
  if (cut.length > 0) return { kind: "referral", answers: [], authority: cut };
  return follow(zone, records, fullName, type, []);
}

function follow(
  zone: Zone,
  records: readonly FullRecord[],
  name: string,
  type: string,
  before: readonly FullRecord[],
): Finding {
  const here = recordsAt(zone, records, name);
  if (!here) return negative(before.length > 0 ? "answer" : "nxdomain", before, records);
  const hits = here.filter((record) => record.type === type || type === "ANY");
  if (hits.length > 0) return { kind: "answer", answers: [...before, ...hits], authority: [] };
  const cname = here.find((record) => record.type === "CNAME");
  if (!cname) return negative(before.length > 0 ? "answer" : "nodata", before, records);
  const target = absoluteTarget(cname.value, zone);
  const answers = [...before, cname];
  // Nobody needs more than eight links; a loop ends there.
  const goesOn = isInside(target, zone.name) && answers.length < 8;
  return goesOn ? follow(zone, records, target, type, answers) : { kind: "answer", answers, authority: [] };
}

/** The records of the name, or of the wildcard that covers it; null if the name does not exist. */
function recordsAt(zone: Zone, records: readonly FullRecord[], name: string): FullRecord[] | null {
  const exact = records.filter((record) => record.fullName === name);
  if (exact.length > 0 || records.some((record) => isInside(record.fullName, name))) return exact;
  for (let encloser = parentOf(name); isInside(encloser, zone.name); encloser = parentOf(encloser)) {
    const wild = records.filter((record) => record.fullName === `*.${encloser}`);
    if (wild.length > 0) return wild.map((record) => ({ ...record, fullName: name }));
    // An existing name in between stops the search (RFC 4592, section 3.3.1).
    if (records.some((record) => isInside(record.fullName, encloser))) return null;
  }
  return null;
}

/** The NS records of the zone cut at or above the name; none inside the zone itself. */
function findDelegation(zone: Zone, records: readonly FullRecord[], name: string): FullRecord[] {
  return records.filter(
    (record) => record.type === "NS" && record.fullName !== zone.name && isInside(name, record.fullName),
  );
}

function negative(kind: Finding["kind"], answers: readonly FullRecord[], records: readonly FullRecord[]): Finding {
  return { kind, answers, authority: records.filter((record) => record.type === "SOA") };
}

function fullRecords(zone: Zone): FullRecord[] {
  return allRecords(zone).map((record) => ({
    ...record,
    fullName: record.name === "@" ? zone.name : `${record.name}.${zone.name}`,
  }));
}

/** A target that contains a dot is a full name here: the API lists targets without their final dot. */
function absoluteTarget(value: string, zone: Zone): string {
  const name = value.endsWith(".") ? value.slice(0, -1) : value;
  if (name === "@") return zone.name;
  return name.includes(".") ? name : `${name}.${zone.name}`;
}

function isInside(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

function parentOf(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1);
}
