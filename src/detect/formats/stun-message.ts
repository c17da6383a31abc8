import { addressFromBytes } from "../../model/address.ts";
import { quote } from "./find-address.ts";

/** RFC 8489. */
const magicCookie = [0x21, 0x12, 0xa4, 0x42];
const headerBytes = 20;
const bindingRequest = 0x0001;
const bindingSuccess = 0x0101;
const bindingError = 0x0111;
const mappedAddress = 0x0001;
const errorCode = 0x0009;
const xorMappedAddress = 0x0020;

export type StunAnswer =
  | { readonly kind: "address"; readonly address: string }
  | { readonly kind: "none"; readonly reason: string }
  /** Not an answer to this request: skipped, in case the real one still comes. */
  | { readonly kind: "foreign"; readonly reason: string };

/** A Binding request without attributes; `transactionId` is 12 unpredictable bytes. */
export function writeStunRequest(transactionId: Uint8Array): Uint8Array {
  return Uint8Array.from([bindingRequest >> 8, bindingRequest & 0xff, 0, 0, ...magicCookie, ...transactionId]);
}

/** Reads what came back for a Binding request with that transaction id. */
export function readStunAnswer(message: Buffer, transactionId: Uint8Array): StunAnswer {
  if (
    message.length < headerBytes ||
    message.readUInt16BE(2) !== message.length - headerBytes ||
    message.length % 4 !== 0
  ) {
    return { kind: "foreign", reason: "not a STUN message" };
  }
  const expected = Buffer.from([...magicCookie, ...transactionId]);
  if (!message.subarray(4, headerBytes).equals(expected)) {
    return { kind: "foreign", reason: "an answer with another transaction id" };
  }
  const attributes = readAttributes(message.subarray(headerBytes));
  if (attributes === null) return { kind: "none", reason: "a damaged STUN message" };
  const type = message.readUInt16BE(0);
  if (type === bindingError) return { kind: "none", reason: readError(attributes.get(errorCode)) };
  if (type !== bindingSuccess) return { kind: "foreign", reason: "a STUN message that is not an answer" };
  const address = readAddress(attributes, expected);
  return address === null ? { kind: "none", reason: "an answer without an address" } : { kind: "address", address };
}

/** The first attribute of each type; null if the lengths don't add up. */
function readAttributes(body: Buffer): ReadonlyMap<number, Buffer> | null {
  const attributes = new Map<number, Buffer>();
  let offset = 0;
  while (offset < body.length) {
    const length = body.readUInt16BE(offset + 2);
    const value = body.subarray(offset + 4, offset + 4 + length);
    if (value.length !== length) return null;
    const type = body.readUInt16BE(offset);
    if (!attributes.has(type)) attributes.set(type, value);
    offset += 4 + length + ((4 - (length % 4)) % 4);
  }
  return attributes;
}

/** XOR-MAPPED-ADDRESS (section 14.2); MAPPED-ADDRESS from servers that know only RFC 3489. */
function readAddress(attributes: ReadonlyMap<number, Buffer>, mask: Buffer): string | null {
  const masked = attributes.get(xorMappedAddress);
  if (masked !== undefined) return readMapped(masked, mask);
  return readMapped(attributes.get(mappedAddress) ?? Buffer.alloc(0), Buffer.alloc(mask.length));
}

function readMapped(value: Buffer, mask: Buffer): string | null {
  const size = value[1] === 0x01 ? 4 : value[1] === 0x02 ? 16 : null;
  if (size === null || value.length !== 4 + size) return null;
  return addressFromBytes([...value.subarray(4)].map((byte, index) => byte ^ (mask[index] ?? 0)));
}

/** ERROR-CODE (section 14.8): class, number, reason phrase. */
function readError(value: Buffer | undefined): string {
  if (value === undefined || value.length < 4) return "an error without a code";
  const code = ((value[2] ?? 0) & 0x7) * 100 + (value[3] ?? 0);
  return `error ${code} ${quote(value.subarray(4).toString("utf8"))}`;
}
