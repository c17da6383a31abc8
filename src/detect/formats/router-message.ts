import { addressFromBytes } from "../../model/address.ts";

export type RouterAnswer =
  | { readonly kind: "address"; readonly address: string }
  /** `translated`: the router has no public address of its own. */
  | { readonly kind: "none"; readonly reason: string; readonly translated?: boolean }
  /** Not an answer to this request: skipped. */
  | { readonly kind: "foreign"; readonly reason: string };

/** RFC 6886, section 3.2: version 0, operation 0, "what is your external address?". */
export const natPmpRequest: Uint8Array = Uint8Array.of(0, 0);
const natPmpBytes = 12;

export function readNatPmpAnswer(message: Buffer): RouterAnswer {
  if (message.length < 4) return foreign("not a NAT-PMP answer");
  if (message[0] !== 0 && message[1] === 128) return none("the router does not speak NAT-PMP, only PCP");
  if (message[0] !== 0 || message[1] !== 128) return foreign("not a NAT-PMP answer");
  const result = message.readUInt16BE(2);
  if (result !== 0) return explainNatPmpResult(result);
  const address = message.length >= natPmpBytes ? addressFromBytes([...message.subarray(8, 12)]) : null;
  if (address === null) return none("a NAT-PMP answer without an address");
  return address === "0.0.0.0" ? notConnected("0.0.0.0 as its address") : { kind: "address", address };
}

/** RFC 6886, section 3.5. */
function explainNatPmpResult(result: number): RouterAnswer {
  if (result === 1) return none("the router does not speak NAT-PMP, only PCP");
  if (result === 2) return none("the router is set to refuse NAT-PMP");
  return result === 3 ? notConnected("NAT-PMP result 3") : none(`the router answers with NAT-PMP result ${result}`);
}

/** One mapping asked of a router by PCP. */
export interface PcpMapping {
  /** 12 unpredictable bytes. */
  readonly nonce: Uint8Array;
  /** Our own IPv4 address, as 4 bytes: the router compares it with where the request came from. */
  readonly client: readonly number[];
  /** Our own UDP port. */
  readonly port: number;
  /** Seconds; 0 removes the mapping. */
  readonly lifetimeSeconds: number;
}

const pcpVersion = 2;
const mapOperation = 1;
const udpProtocol = 17;
const mappedPrefix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
const pcpAnswerBytes = 60;

/** RFC 6887, sections 7.1 and 11.1: a MAP request. PCP has no other way to ask for the external address. */
export function writePcpMapRequest({ nonce, client, port, lifetimeSeconds }: PcpMapping): Uint8Array {
  const lifetime = [24, 16, 8, 0].map((shift) => (lifetimeSeconds >> shift) & 0xff);
  const header = [pcpVersion, mapOperation, 0, 0, ...lifetime, ...mappedPrefix, ...client];
  const anyPort = [0, 0];
  const anyAddress = [...mappedPrefix, 0, 0, 0, 0];
  return Uint8Array.from([
    ...header,
    ...nonce,
    udpProtocol,
    0,
    0,
    0,
    port >> 8,
    port & 0xff,
    ...anyPort,
    ...anyAddress,
  ]);
}

/** Reads the answer to a MAP request with that nonce (RFC 6887, sections 7.2 and 11.1). */
export function readPcpMapAnswer(message: Buffer, nonce: Uint8Array): RouterAnswer {
  if (message.length < 4 || (message[1] ?? 0) < 128) return foreign("not a PCP answer");
  if (message[0] !== pcpVersion) return none("the router does not speak PCP, only NAT-PMP");
  const result = message[3] ?? 0;
  // An error need not repeat the mapping.
  if (message.length < pcpAnswerBytes) return result === 0 ? foreign("not a PCP answer") : explainPcpResult(result);
  if (message[1] !== 128 + mapOperation || !message.subarray(24, 36).equals(nonce)) {
    return foreign("an answer to another PCP request");
  }
  if (result !== 0) return explainPcpResult(result);
  const address = addressFromBytes([...message.subarray(44, 60)]);
  return address === null ? none("a PCP answer without an address") : { kind: "address", address };
}

/** RFC 6887, section 7.4. */
function explainPcpResult(result: number): RouterAnswer {
  if (result === 1) return none("the router does not speak PCP, only NAT-PMP");
  if (result === 2) return none("the router is set to refuse PCP");
  // NO_RESOURCES: miniupnpd's word, among others, for a WAN address that nobody can be reached at.
  if (result === 7 || result === 8) return notConnected(`PCP result ${result}`);
  return none(`the router answers with PCP result ${result}`);
}

/** Network failure: the router is offline, or its address is behind a provider's translator. */
function notConnected(sign: string): RouterAnswer {
  return { kind: "none", reason: `the router has no public address (${sign})`, translated: true };
}

function none(reason: string): RouterAnswer {
  return { kind: "none", reason };
}

function foreign(reason: string): RouterAnswer {
  return { kind: "foreign", reason };
}
