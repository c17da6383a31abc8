import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from "dns-packet";
import { asciiName, type Zones } from "../store/zones.ts";
import { encodeRecord } from "./encode-record.ts";
import { type Finding, type FullRecord, findRecords } from "./find-records.ts";

/** Answers one packet; null for what gets no answer: a response, or less than a header. */
export function answerQuery(packet: Buffer, zones: Zones, transport: "udp" | "tcp"): Buffer | null {
  if (packet.length < 12 || ((packet[2] ?? 0) & 0x80) !== 0) return null;
  const query = tryDecode(packet);
  if (!query) return failQuery(packet, rcodes.formErr);
  const response = respond(query, zones);
  const [question] = query.questions ?? [];
  const maxBytes = transport === "tcp" ? 65_535 : maxBytesFor(query);
  const bytes = tryEncode({ ...response, ...(question ? { questions: [question] } : {}) });
  if (!bytes) return failQuery(packet, rcodes.servFail);
  return bytes.length <= maxBytes ? bytes : encode(truncated(response, question));
}

/** A failure without records: only the query's id, and its question if readable. */
export function failQuery(packet: Buffer, rcode: number): Buffer {
  const questions = tryDecode(packet)?.questions ?? [];
  const header: Packet = { type: "response", id: packet.readUInt16BE(0), flags: rcode };
  return tryEncode({ ...header, questions }) ?? encode(header);
}

export const rcodes = { noError: 0, formErr: 1, servFail: 2, nxDomain: 3, notImp: 4, refused: 5, badVers: 16 };

type Query = Packet & { readonly opcode?: string };

function respond(query: Query, zones: Zones): Packet {
  const [question, second] = query.questions ?? [];
  if (query.opcode !== "QUERY") return say(query, rcodes.notImp);
  if (!question || second) return say(query, rcodes.formErr);
  if ((ednsOf(query)?.ednsVersion ?? 0) !== 0) return say(query, rcodes.badVers);
  const name = asciiName(question.name);
  const served = zones.list.filter((zone) => !zone.externalDns);
  const zone = question.class === "IN" || question.class === "ANY" ? zones.zoneOf(name, served) : null;
  if (!zone || question.type === "AXFR" || question.type === "IXFR") return say(query, rcodes.refused);
  return sayFinding(query, findRecords(zone, name, question.type), question.name);
}

function sayFinding(query: Query, finding: Finding, asked: string): Packet {
  const rcode = finding.kind === "nxdomain" ? rcodes.nxDomain : rcodes.noError;
  const packet = say(query, rcode);
  const authoritative = finding.kind === "referral" ? 0 : AUTHORITATIVE_ANSWER;
  return {
    ...packet,
    flags: (packet.flags ?? 0) | authoritative,
    // The name is returned as it was spelt in the query, since resolvers that mix cases check that.
    answers: encodeAll(finding.answers, asked),
    authorities: encodeAll(finding.authority, asked),
  };
}

function encodeAll(records: readonly FullRecord[], asked: string): Answer[] {
  const spelled = (name: string) => (name === asked.toLowerCase() ? asked : name);
  return records.flatMap((record) => encodeRecord({ ...record, fullName: spelled(record.fullName) }) ?? []);
}

function say(query: Query, rcode: number): Packet {
  const desired = (query.flags ?? 0) & RECURSION_DESIRED;
  const edns = ednsOf(query);
  const additionals: Answer[] = edns ? [ednsAnswer(rcode >> 4)] : [];
  return { type: "response", id: query.id ?? 0, flags: desired | (rcode & 0xf), additionals };
}

function ednsAnswer(extendedRcode: number): Answer {
  const size = { udpPayloadSize: maxUdpBytes, extendedRcode, ednsVersion: 0 };
  return { type: "OPT", name: ".", ...size, flags: 0, flag_do: false, options: [] };
}

/** Drops all records, since half an RRset is worse than none; the client retries over TCP. */
function truncated(response: Packet, question: NonNullable<Packet["questions"]>[number] | undefined): Packet {
  const flags = (response.flags ?? 0) | TRUNCATED_RESPONSE;
  return { ...response, flags, questions: question ? [question] : [], answers: [], authorities: [] };
}

const maxUdpBytes = 1232;

function maxBytesFor(query: Query): number {
  return Math.min(Math.max(ednsOf(query)?.udpPayloadSize ?? 512, 512), maxUdpBytes);
}

function ednsOf(query: Query) {
  return query.additionals?.find((record) => record.type === "OPT");
}

function tryDecode(packet: Buffer): Query | null {
  try {
    return decode(packet);
  } catch {
    return null;
  }
}

function tryEncode(packet: Packet): Buffer | null {
  try {
    return encode(packet);
  } catch {
    return null;
  }
}
