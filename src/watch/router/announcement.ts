import { addressFromBytes } from "../../model/address.ts";

/** What a router sends to everybody when its address changes or its memory is lost. */
export interface Announcement {
  readonly protocol: "NAT-PMP" | "PCP";
  /** NAT-PMP tells it; PCP doesn't. */
  readonly address: string | null;
  /** Seconds since the router began to count, at `heardMs` (steady). */
  readonly epochS: number;
  readonly heardMs: number;
}

const natPmpLength = 12;
const pcpHeaderLength = 24;

/** RFC 6886, section 3.2.1: an answer that nobody asked for. RFC 6887, section 14.1.1: an ANNOUNCE likewise. */
export function readAnnouncement(message: Buffer, heardMs: number): Announcement | null {
  const [version, operation] = message;
  if (version === 0 && operation === 128 && message.length === natPmpLength) {
    const address = addressFromBytes([...message.subarray(8, 12)]);
    return { protocol: "NAT-PMP", address, epochS: message.readUInt32BE(4), heardMs };
  }
  if (version === 2 && operation === 128 && message.length >= pcpHeaderLength) {
    return { protocol: "PCP", address: null, epochS: message.readUInt32BE(8), heardMs };
  }
  return null;
}

/** A router announces each change ten times within four minutes. */
const maxRepeatMs = 5 * 60_000;
const toleratedS = 2;

/** The same announcement again: its epoch advanced with the time (RFC 6887, section 8.5) and its address is the same. */
export function isRepetition(before: Announcement, now: Announcement): boolean {
  const passedS = (now.heardMs - before.heardMs) / 1000;
  const countedS = now.epochS - before.epochS;
  const isSteady = countedS >= 0 && Math.abs(countedS - passedS) <= toleratedS + passedS / 8;
  return now.address === before.address && isSteady && now.heardMs - before.heardMs < maxRepeatMs;
}
