import { parseAddress } from "../../model/address.ts";
import type { LanPrefix } from "../../model/detection.ts";

/** The addresses that a device told; null: not told. */
export interface Told {
  readonly ipv4: string | null;
  readonly ipv6: string | null;
  /** Of the network behind the device, for hosts with a suffix. */
  readonly prefix: LanPrefix | null;
  /** What it told that is neither an address nor a prefix; null: all could be read. */
  readonly unreadable: string | null;
}

/** Tells address and prefix apart, whatever parameter they came in: ddclient sends both families as `myip`. */
export function readTold({
  addresses,
  prefixes,
}: {
  readonly addresses: readonly string[];
  readonly prefixes: readonly string[];
}): Told {
  const told = { ipv4: null as string | null, ipv6: null as string | null, prefix: null as LanPrefix | null };
  let unreadable: string | null = null;
  for (const word of [...addresses, ...prefixes]) {
    const prefix = readPrefix(word, prefixes.includes(word));
    const address = prefix === null && !isIpv4Network(word) ? parseAddress(bare(word)) : null;
    if (prefix !== null) told.prefix ??= prefix;
    else if (address !== null) told[address.family] ??= address.text;
    else unreadable ??= word;
  }
  return { ...told, unreadable };
}

/** An address with brackets, with the length of its network, or with a zone. */
function bare(word: string): string {
  return word
    .replace(/^\[/, "")
    .replace(/\]$/, "")
    .replace(/\/\d{1,3}$/, "")
    .replace(/%[\w.-]+$/, "");
}

/** `185.0.2.0/24`: what a device says of its network is not a record, and nothing here follows an IPv4 network. */
function isIpv4Network(word: string): boolean {
  const [, text = "", digits = "32"] = /^([\d.]+)\/(\d{1,2})$/.exec(word) ?? [];
  const address = parseAddress(text);
  return address?.family === "ipv4" && Number(digits) < 32 && isNetworkOf(address.bytes, Number(digits));
}

/** Whether all bits after the first ones are zero. */
function isNetworkOf(bytes: readonly number[], length: number): boolean {
  return bytes.every((byte, index) => (byte & (0xff >> Math.min(8, Math.max(0, length - index * 8)))) === 0);
}

/** A prefix is IPv6 with a length, and nothing after it; in a field for prefixes the length may be missing. */
function readPrefix(word: string, isField: boolean): LanPrefix | null {
  const [, text = "", digits] = /^\[?([\da-fA-F:.]+)\]?(?:\/(\d{1,3}))?$/.exec(word) ?? [];
  const address = parseAddress(text);
  if (address?.family !== "ipv6" || (digits === undefined && !isField)) return null;
  const length = digits === undefined ? 64 : Number(digits);
  // All 128 bits are an address.
  if (length < 1 || length > 127) return null;
  return isField || isNetworkOf(address.bytes, length) ? { address: network(address.bytes, length), length } : null;
}

function network(bytes: readonly number[], length: number): string {
  const masked = bytes.map((byte, index) => byte & ((0xff00 >> Math.min(8, Math.max(0, length - index * 8))) & 0xff));
  const groups = Array.from({ length: 8 }, (_, group) =>
    ((((masked[group * 2] ?? 0) << 8) | (masked[group * 2 + 1] ?? 0)) >>> 0).toString(16),
  );
  return parseAddress(groups.join(":"))?.text ?? groups.join(":");
}
