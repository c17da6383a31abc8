import { type Address, addressFromBytes, parseAddress, sharePrefix } from "../address.ts";
import type { Fallible } from "../fallible.ts";
import { type Family, familyLabel } from "../family.ts";

/** A block of addresses; a single address is a block of its full length. */
export interface IpNetwork {
  readonly address: Address;
  readonly prefixLength: number;
  /** Canonical: `185.0.2.0/24`, and a single address without a length. */
  readonly text: string;
}

/** Or what is wrong with it and what it could have meant. */
export type ParsedNetwork = Fallible<{ readonly network: IpNetwork }>;

/** Reads `185.0.2.0/24`, `2001:db8::/32` or a single address; the bits behind the prefix must be zero. */
export function parseNetwork(text: string, family: Family): ParsedNetwork {
  const [host = "", length, ...more] = text.trim().split("/");
  const address = parseAddress(host);
  const example = family === "ipv4" ? "185.0.2.0/24" : "2a02:fe0::/32";
  if (address === null || more.length > 0) {
    return refuse(`"${text}" is not a network; expected one such as ${example}, or a single address`);
  }
  if (address.family !== family) {
    return refuse(`"${text}" is an ${familyLabel(address.family)} network; expected an ${familyLabel(family)} one`);
  }
  const max = address.bytes.length * 8;
  if (length === undefined) return accept(address, max);
  if (!/^\d{1,3}$/.test(length) || Number(length) > max) {
    return refuse(`"${text}" is not a network; expected a prefix length from 0 to ${max} after the slash`);
  }
  const prefixLength = Number(length);
  const base = clearHostBits(address, prefixLength);
  if (base === address.text) return accept(address, prefixLength);
  return refuse(`"${text}" has bits set after its prefix; did you mean ${base}/${prefixLength}?`);
}

/** The first of the networks that an address lies in. */
export function findNetwork(networks: readonly IpNetwork[], address: Address): IpNetwork | undefined {
  return networks.find((network) => sharePrefix(network.address, address, network.prefixLength));
}

function clearHostBits({ bytes }: Address, prefixLength: number): string | null {
  return addressFromBytes(
    bytes.map((byte, index) => byte & (0xff00 >> Math.min(Math.max(prefixLength - index * 8, 0), 8)) & 0xff),
  );
}

function accept(address: Address, prefixLength: number): ParsedNetwork {
  const isSingle = prefixLength === address.bytes.length * 8;
  const text = isSingle ? address.text : `${address.text}/${prefixLength}`;
  return { ok: true, network: { address, prefixLength, text } };
}

function refuse(message: string): ParsedNetwork {
  return { ok: false, reason: message };
}
