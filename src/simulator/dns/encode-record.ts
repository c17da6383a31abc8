import type { Answer, CaaData, TxtData } from "dns-packet";
import { canonicalIpv6, txtStrings, withoutDot } from "../store/record-content.ts";
import type { FullRecord } from "./find-records.ts";

/** The record as dns-packet encodes it; null for a type or content that can't be encoded. */
export function encodeRecord(record: FullRecord): Answer | null {
  const data = encoders[record.type]?.(record.value, record);
  if (data === undefined) return null;
  // Each encoder returns the data of its own type, but the compiler can't follow that through the table.
  return { name: record.fullName, type: record.type, ttl: record.ttl, class: "IN", data } as Answer;
}

type Encoder = (value: string, record: FullRecord) => unknown;

const encoders: Readonly<Record<string, Encoder>> = {
  A: (value) => value,
  AAAA: (value) => canonicalIpv6(value),
  NS: (value) => withoutDot(value),
  CNAME: (value) => withoutDot(value),
  PTR: (value) => withoutDot(value),
  DNAME: (value) => withoutDot(value),
  TXT: (value): TxtData => txtStrings(value).map((part) => Buffer.from(part)),
  MX: (value, { priority }) => ({ preference: priority ?? 0, exchange: withoutDot(value) }),
  SOA: encodeSoa,
  SRV: encodeSrv,
  CAA: encodeCaa,
  NAPTR: encodeNaptr,
};

function encodeSoa(value: string) {
  const [mname = "", rname = "", ...numbers] = value.split(" ");
  const [serial, refresh, retry, expire, minimum] = numbers.map(Number);
  return { mname: withoutDot(mname), rname: withoutDot(rname), serial, refresh, retry, expire, minimum };
}

/** The whole RDATA, or RDATA without the priority, which is then the record's. */
function encodeSrv(value: string, record: FullRecord) {
  const parts = value.split(/\s+/u);
  const [priority, weight, port, target = ""] = parts.length === 4 ? parts : [record.priority ?? 0, ...parts];
  return { priority: Number(priority), weight: Number(weight), port: Number(port), target: withoutDot(String(target)) };
}

function encodeCaa(value: string) {
  const match = /^(\d+)\s+(\w+)\s+(?:"([^"]*)"|([^"\s][^"]*))$/u.exec(value);
  if (!match) return undefined;
  const tag = match[2] as CaaData["tag"]; // any tag can be encoded
  return { flags: Number(match[1]), issuerCritical: Number(match[1]) >= 128, tag, value: match[3] ?? match[4] ?? "" };
}

function encodeNaptr(value: string) {
  const parts = value.match(/"[^"]*"|\S+/gu)?.map((part) => part.replaceAll('"', "")) ?? [];
  const [order, preference, flags = "", services = "", regexp = "", replacement = "."] = parts;
  return {
    order: Number(order),
    preference: Number(preference),
    flags,
    services,
    regexp,
    replacement: withoutDot(replacement),
  };
}
