import { isIpv4 } from "./addresses/ip-version.ts";
import type { Family } from "./family.ts";

export interface Address {
  readonly family: Family;
  /** Canonical: dotted decimal, or RFC 5952 without an embedded dotted part. */
  readonly text: string;
  /** 4 or 16 bytes, most significant first. */
  readonly bytes: readonly number[];
}

/**
 * Reads one address. An IPv4-mapped IPv6 address (`::ffff:192.0.2.1`) is the IPv4 address it stands for. Null for
 * anything else, an address with a zone (`fe80::1%eth0`) among it: that one means something on its own link only.
 */
export function parseAddress(text: string): Address | null {
  if (isIpv4(text)) return { family: "ipv4", text, bytes: text.split(".").map(Number) };
  const canonical = canonicalIpv6(text);
  if (canonical === null) return null;
  const bytes = expandIpv6(canonical);
  return isIpv4Mapped(bytes) ? fromIpv4Bytes(bytes.slice(12)) : { family: "ipv6", text: canonical, bytes };
}

/** The canonical form of an address, or null if the text is none. */
export function canonicalAddress(text: string): string | null {
  return parseAddress(text)?.text ?? null;
}

export function familyOf(text: string): Family | null {
  return parseAddress(text)?.family ?? null;
}

/** Whether two texts are the same address, however they are written. */
export function sameAddress(left: string, right: string): boolean {
  const canonical = canonicalAddress(left);
  return canonical !== null && canonical === canonicalAddress(right);
}

/** The canonical text of 4 or 16 bytes as they come off the wire; null for any other number of them. */
export function addressFromBytes(bytes: readonly number[]): string | null {
  if (bytes.length === 4) return bytes.join(".");
  return bytes.length === 16 ? canonicalAddress(writeGroups(bytes)) : null;
}

/**
 * The first `prefixLength` bits of one IPv6 address followed by the remaining bits of a suffix (`::1:2:3:4`). Null where
 * either is not an IPv6 address, the length is not a whole number from 0 to 128, or the suffix reaches into the prefix.
 */
export function composeIpv6(prefix: string, suffix: string, prefixLength: number): string | null {
  const high = parseAddress(prefix);
  const low = parseAddress(suffix);
  if (high?.family !== "ipv6" || low?.family !== "ipv6" || !isPrefixLength(prefixLength)) return null;
  if (low.bytes.some((byte, index) => (byte & prefixMask(index, prefixLength)) !== 0)) return null;
  return addressFromBytes(
    low.bytes.map((byte, index) => byte | ((high.bytes[index] ?? 0) & prefixMask(index, prefixLength))),
  );
}

/** Whether two addresses are of one family and their first `length` bits are the same. */
export function sharePrefix(left: Address, right: Address, length: number): boolean {
  if (left.family !== right.family) return false;
  return left.bytes.every((byte, index) => ((byte ^ (right.bytes[index] ?? 0)) & prefixMask(index, length)) === 0);
}

function isPrefixLength(length: number): boolean {
  return Number.isInteger(length) && length >= 0 && length <= 128;
}

/** Which bits of the byte at that index belong to a prefix of that length. */
function prefixMask(index: number, length: number): number {
  const bits = Math.min(Math.max(length - index * 8, 0), 8);
  return (0xff00 >> bits) & 0xff;
}

/**
 * By the URL parser, which writes IPv6 by RFC 5952. net.isIPv6 accepts the same, but compiling its regular expression
 * takes a tenth of a short command's time; ipaddr.js reads `::1.2.3.4` as an IPv4-mapped address, which it is not.
 */
function canonicalIpv6(text: string): string | null {
  if (!/^[\da-f:.]+$/i.test(text)) return null;
  const url = `http://[${text}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : null;
}

/** The 16 bytes of a canonical IPv6 text: groups of hex digits, at most one `::`. */
function expandIpv6(canonical: string): number[] {
  const [head = "", tail] = canonical.split("::");
  const before = readGroups(head);
  const after = readGroups(tail ?? "");
  const gap = new Array<number>(16 - before.length - after.length).fill(0);
  return [...before, ...gap, ...after];
}

function readGroups(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function writeGroups(bytes: readonly number[]): string {
  return Array.from({ length: 8 }, (_, group) =>
    (((bytes[group * 2] ?? 0) << 8) | (bytes[group * 2 + 1] ?? 0)).toString(16),
  ).join(":");
}

function isIpv4Mapped(bytes: readonly number[]): boolean {
  return bytes.slice(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 0xff));
}

function fromIpv4Bytes(bytes: readonly number[]): Address {
  return { family: "ipv4", text: bytes.join("."), bytes };
}
