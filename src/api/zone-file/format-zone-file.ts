import type { ZoneRecord } from "../recipes/list-records.ts";
import { toZoneFileContent } from "./record-content.ts";

/** Writes records as a zone file (RFC 1035, section 5): SOA and NS first, then by name and type. */
export function formatZoneFile(zoneName: string, records: readonly ZoneRecord[]): string {
  const lines = [...records].sort(byPlace).map(lineOf);
  return [`$ORIGIN ${zoneName}.`, ...lines, ""].join("\n");
}

function lineOf({ name, ttlSeconds, type, value, priority }: ZoneRecord): string {
  return `${name}\t${ttlSeconds}\tIN\t${type}\t${toZoneFileContent(type, value, priority)}`;
}

function byPlace(a: ZoneRecord, b: ZoneRecord): number {
  return placeOf(a) - placeOf(b) || compare(a.name, b.name) || compare(a.type, b.type) || compare(a.value, b.value);
}

const placeOf = ({ name, type }: ZoneRecord) =>
  type === "SOA" ? 0 : name === "@" && type === "NS" ? 1 : name === "@" ? 2 : 3;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
