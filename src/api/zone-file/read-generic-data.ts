import type { Fallible } from "../../model/fallible.ts";
import { maxLabelOctets } from "./domain-name.ts";

export type ReadData = Fallible<{ readonly value: string }>;

/**
 * A record's data written as octets (RFC 3597, section 5), the words behind `\#` (`4 C0000201`), in the words of its type;
 * null for a type whose octets aren't known here.
 */
export function readGenericData(type: string, [length = "", ...digits]: readonly string[]): ReadData | null {
  const decode = decoders[type];
  if (decode === undefined) return null;
  const octets = Buffer.from(digits.join(""), "hex");
  const isHex = /^(?:[0-9a-f]{2})*$/i.test(digits.join(""));
  if (!/^\d{1,5}$/.test(length) || !isHex || octets.length !== Number(length))
    return {
      ok: false,
      reason: `the ${type} record's \\# isn't followed by a length and that many octets in hexadecimal digits`,
    };
  const data = { octets, at: 0 };
  const value = decode(data);
  return data.at === octets.length
    ? { ok: true, value }
    : { ok: false, reason: `the octets behind \\# are not a valid ${type} record` };
}

/** The names of types that a zone file may give by number, as `TYPE1` for A (RFC 3597, section 5). */
export function nameType(written: string): string {
  const number = /^TYPE(\d{1,5})$/.exec(written)?.[1];
  return (number === undefined ? undefined : typeNames[Number(number)]) ?? written;
}

const typeNames: Readonly<Record<number, string>> = {
  ...{
    1: "A",
    2: "NS",
    5: "CNAME",
    6: "SOA",
    12: "PTR",
    15: "MX",
    16: "TXT",
    17: "RP",
    28: "AAAA",
    29: "LOC",
    33: "SRV",
  },
  ...{ 35: "NAPTR", 39: "DNAME", 43: "DS", 44: "SSHFP", 46: "RRSIG", 47: "NSEC", 48: "DNSKEY", 50: "NSEC3" },
  ...{ 51: "NSEC3PARAM", 52: "TLSA", 59: "CDS", 60: "CDNSKEY", 64: "SVCB", 65: "HTTPS", 99: "SPF", 257: "CAA" },
};

/** Reading past the end leaves `at` beyond it, which is noticed afterwards. */
interface Data {
  readonly octets: Buffer;
  at: number;
}

type Decode = (data: Data) => string;

const decoders: Readonly<Record<string, Decode>> = {
  A: (data) => [...take(data, 4)].join("."),
  AAAA: (data) => Array.from({ length: 8 }, () => take(data, 2).toString("hex")).join(":"),
  ...{ NS: takeName, CNAME: takeName, PTR: takeName, DNAME: takeName },
  ...{ TXT: takeTexts, SPF: takeTexts },
  MX: (data) => `${takeNumber(data, 2)} ${takeName(data)}`,
  SRV: (data) => `${takeNumber(data, 2)} ${takeNumber(data, 2)} ${takeNumber(data, 2)} ${takeName(data)}`,
  CAA: (data) =>
    `${takeNumber(data, 1)} ${take(data, takeNumber(data, 1)).toString("latin1")} ${quote(take(data, data.octets.length - data.at))}`,
  NAPTR: (data) =>
    `${takeNumber(data, 2)} ${takeNumber(data, 2)} ${takeText(data)} ${takeText(data)} ${takeText(data)} ${takeName(data)}`,
};

function take(data: Data, count: number): Buffer {
  const taken = data.octets.subarray(data.at, data.at + count);
  data.at += count;
  return taken;
}

const takeNumber = (data: Data, count: number) => take(data, count).reduce((sum, octet) => sum * 256 + octet, 0);

/** Labels, each preceded by its length, up to an empty one; no pointers (RFC 3597, section 4). */
function takeName(data: Data): string {
  const labels: string[] = [];
  for (;;) {
    const length = data.at < data.octets.length ? takeNumber(data, 1) : maxLabelOctets + 1;
    if (length > maxLabelOctets) data.at = Number.POSITIVE_INFINITY;
    if (length === 0 || length > maxLabelOctets) return `${labels.join(".")}.`;
    labels.push([...take(data, length)].map((octet) => escapeOctet(octet, /[A-Za-z0-9_*-]/)).join(""));
  }
}

function takeTexts(data: Data): string {
  const texts: string[] = [];
  while (data.at < data.octets.length) texts.push(takeText(data));
  return texts.join(" ");
}

const takeText = (data: Data) => quote(take(data, takeNumber(data, 1)));

const quote = (octets: Buffer) => `"${[...octets].map((octet) => escapeOctet(octet, /[ !#-[\]-~]/)).join("")}"`;

function escapeOctet(octet: number, plain: RegExp): string {
  const character = String.fromCharCode(octet);
  return plain.test(character) ? character : `\\${String(octet).padStart(3, "0")}`;
}
