import { toAsciiName } from "../values/ascii-name.ts";

/** A record with its content as in a zone file. */
export interface RecordToWrite {
  /** Relative to the zone, `@` for the zone itself. */
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly ttlSeconds: number;
}

/** Writes records as a zone file (RFC 1035, section 5): SOA and NS first, then by name and type. */
export function formatZoneFile(zoneName: string, records: readonly RecordToWrite[]): string {
  const lines = [...records].sort(byPlace).map(formatRecord);
  return [`$ORIGIN ${toAsciiName(zoneName)}.`, ...lines, ""].join("\n");
}

/** One line, without its end. */
function formatRecord({ name, ttlSeconds, type, value }: RecordToWrite): string {
  return `${name}\t${ttlSeconds}\tIN\t${type}\t${value}`;
}

function byPlace(a: RecordToWrite, b: RecordToWrite): number {
  return placeOf(a) - placeOf(b) || compare(a.name, b.name) || compare(a.type, b.type) || compare(a.value, b.value);
}

const placeOf = ({ name, type }: RecordToWrite) =>
  type === "SOA" ? 0 : name === "@" && type === "NS" ? 1 : name === "@" ? 2 : 3;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
