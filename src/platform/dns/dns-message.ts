import { encode, RECURSION_DESIRED } from "dns-packet";
import { addressFromBytes } from "../../model/address.ts";

/** One question as it goes onto the wire. `id` is 16 unpredictable bits. */
export interface DnsQuestion {
  readonly id: number;
  readonly name: string;
  readonly type: keyof typeof typeCodes;
  readonly class: keyof typeof classCodes;
  /** Asks a resolver to find it out, rather than for what a server has itself. */
  readonly recursion: boolean;
}

/** A record of the type and class asked for. */
export interface AnsweredRecord {
  /** Whose record it is: where a CNAME leads elsewhere, not the name asked for. */
  readonly name: string;
  /** The address, or the strings of a TXT record joined. */
  readonly text: string;
}

export type DnsReply =
  | {
      readonly kind: "reply";
      readonly responseCode: number;
      readonly authoritative: boolean;
      readonly records: readonly AnsweredRecord[];
    }
  /** Cut off by the server: to be asked again over TCP. */
  | { readonly kind: "truncated" }
  /** Not an answer to this question, or a damaged one: to be skipped. */
  | { readonly kind: "foreign"; readonly reason: string };

/** RFC 1035, section 3.2.2, and RFC 3596. */
const typeCodes = { A: 1, TXT: 16, AAAA: 28 } as const;
const classCodes = { IN: 1, CH: 3 } as const;

export function writeDnsQuery({ id, name, type, class: questionClass, recursion }: DnsQuestion): Uint8Array {
  const flags = recursion ? RECURSION_DESIRED : 0;
  return encode({ type: "query", id, flags, questions: [{ name, type, class: questionClass }] });
}

/**
 * Reads what came back for a question (RFC 1035, section 4.1). The only reader of DNS here, and a strict one: an answer
 * repeats the id and the question, and every record is whole, to the last byte. Half an answer is damage, never fewer
 * addresses.
 */
export function readDnsReply(message: Buffer, question: DnsQuestion): DnsReply {
  if (message.length < headerBytes || (message.readUInt8(2) & 0xf8) !== 0x80) return foreign("no DNS answer");
  if (message.readUInt16BE(0) !== question.id) return foreign("an answer with another id");
  const end = readQuestion(message, question);
  if (end === null) return foreign("an answer to another question");
  const flags = message.readUInt16BE(2);
  if ((flags & 0x0200) !== 0) return { kind: "truncated" };
  const records = readRecords(message, end, question);
  if (records === null) return foreign("a damaged DNS answer");
  return { kind: "reply", responseCode: flags & 0x0f, authoritative: (flags & 0x0400) !== 0, records };
}

const headerBytes = 12;

/** Where the question ends; null if it isn't this one, and it alone. */
function readQuestion(message: Buffer, question: DnsQuestion): number | null {
  const name = message.readUInt16BE(4) === 1 ? readName(message, headerBytes) : null;
  if (name === null || name.end + 4 > message.length || !isSameName(name.text, question.name)) return null;
  const isSame =
    message.readUInt16BE(name.end) === typeCodes[question.type] &&
    message.readUInt16BE(name.end + 2) === classCodes[question.class];
  return isSame ? name.end + 4 : null;
}

/** Those of the type and class asked for among the answers; null if anything in the message is damaged. */
function readRecords(message: Buffer, start: number, question: DnsQuestion): AnsweredRecord[] | null {
  const answers = message.readUInt16BE(6);
  const total = answers + message.readUInt16BE(8) + message.readUInt16BE(10);
  const records: AnsweredRecord[] = [];
  let at = start;
  for (let index = 0; index < total; index++) {
    const record = readRecord(message, at);
    if (record === null) return null;
    at = record.end;
    const isAsked = record.type === typeCodes[question.type] && record.class === classCodes[question.class];
    if (index >= answers || !isAsked) continue;
    const text = readText(record.data, question.type);
    if (text === null) return null;
    records.push({ name: record.name, text });
  }
  return at === message.length ? records : null;
}

interface WireRecord {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  readonly data: Buffer;
  readonly end: number;
}

/** Name, type, class, time to live, length, data. */
function readRecord(message: Buffer, start: number): WireRecord | null {
  const name = readName(message, start);
  if (name === null || name.end + 10 > message.length) return null;
  const from = name.end + 10;
  const end = from + message.readUInt16BE(name.end + 8);
  if (end > message.length) return null;
  return {
    name: name.text,
    type: message.readUInt16BE(name.end),
    class: message.readUInt16BE(name.end + 2),
    data: message.subarray(from, end),
    end,
  };
}

function readText(data: Buffer, type: DnsQuestion["type"]): string | null {
  if (type !== "TXT") return data.length === (type === "A" ? 4 : 16) ? addressFromBytes([...data]) : null;
  const strings: Buffer[] = [];
  for (let at = 0; at < data.length; ) {
    const end = at + 1 + data.readUInt8(at);
    if (end > data.length) return null;
    strings.push(data.subarray(at + 1, end));
    at = end;
  }
  return Buffer.concat(strings).toString("utf8");
}

const maxNameBytes = 255;

/** Labels up to the root; the rest of a name may stand further ahead in the message, never behind (section 4.1.4). */
function readName(message: Buffer, start: number): { readonly text: string; readonly end: number } | null {
  const labels: string[] = [];
  let end: number | null = null;
  let before = start;
  let bytes = 0;
  for (let at = start; at < message.length; ) {
    const length = message.readUInt8(at);
    if (length === 0) return { text: labels.join("."), end: end ?? at + 1 };
    if (length >= 0xc0) {
      if (at + 2 > message.length) return null;
      end ??= at + 2;
      at = message.readUInt16BE(at) & 0x3fff;
      if (at >= before) return null;
      before = at;
      continue;
    }
    bytes += length + 1;
    if (length > 63 || bytes > maxNameBytes || at + 1 + length > message.length) return null;
    // A dot inside a label is not one between two.
    labels.push(message.toString("latin1", at + 1, at + 1 + length).replaceAll(".", "\\."));
    at += 1 + length;
  }
  return null;
}

/** Without regard to case (RFC 4343) and to a final dot. */
export function isSameName(one: string, other: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/\.$/, "");
  return plain(one) === plain(other);
}

function foreign(reason: string): DnsReply {
  return { kind: "foreign", reason };
}
