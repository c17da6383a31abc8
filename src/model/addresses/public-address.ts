import { type Address, parseAddress, sharePrefix } from "../address.ts";

/** One block of addresses: where it lies, what it is for, which document says so, and whether its addresses are globally reachable. */
type AddressBlock = readonly [prefix: string, purpose: string, source: string, reachable?: "globally reachable"];

/** IANA IPv4 Special-Purpose Address Registry, and multicast; the longest prefix that holds an address decides. */
const ipv4Blocks: readonly AddressBlock[] = [
  ["0.0.0.0/8", '"this network"', "RFC 791"],
  ["0.0.0.0/32", '"this host on this network"', "RFC 1122"],
  ["10.0.0.0/8", "private use", "RFC 1918"],
  ["100.64.0.0/10", "shared address space of carrier-grade NAT", "RFC 6598"],
  ["127.0.0.0/8", "loopback", "RFC 1122"],
  ["169.254.0.0/16", "link-local", "RFC 3927"],
  ["172.16.0.0/12", "private use", "RFC 1918"],
  ["192.0.0.0/24", "IETF protocol assignments", "RFC 6890"],
  ["192.0.0.0/29", "IPv4 service continuity (DS-Lite, 464XLAT)", "RFC 7335"],
  ["192.0.0.8/32", "IPv4 dummy address", "RFC 7600"],
  ["192.0.0.9/32", "Port Control Protocol anycast", "RFC 7723", "globally reachable"],
  ["192.0.0.10/32", "TURN anycast", "RFC 8155", "globally reachable"],
  ["192.0.0.170/32", "NAT64/DNS64 discovery", "RFC 8880"],
  ["192.0.0.171/32", "NAT64/DNS64 discovery", "RFC 8880"],
  ["192.0.2.0/24", "documentation (TEST-NET-1)", "RFC 5737"],
  ["192.31.196.0/24", "AS112", "RFC 7535", "globally reachable"],
  ["192.52.193.0/24", "AMT", "RFC 7450", "globally reachable"],
  ["192.88.99.0/24", "deprecated 6to4 relay anycast", "RFC 7526"],
  ["192.88.99.2/32", "6a44 relay anycast", "RFC 6751"],
  ["192.168.0.0/16", "private use", "RFC 1918"],
  ["192.175.48.0/24", "direct delegation AS112", "RFC 7534", "globally reachable"],
  ["198.18.0.0/15", "benchmarking", "RFC 2544"],
  ["198.51.100.0/24", "documentation (TEST-NET-2)", "RFC 5737"],
  ["203.0.113.0/24", "documentation (TEST-NET-3)", "RFC 5737"],
  ["224.0.0.0/4", "multicast", "RFC 5771"],
  ["240.0.0.0/4", "reserved", "RFC 1112"],
  ["255.255.255.255/32", "limited broadcast", "RFC 8190"],
];

/**
 * IANA IPv6 Special-Purpose Address Registry, multicast, site-local, and what is not global unicast at all. Addresses
 * that only stand for another one (NAT64, 6to4, Teredo) are not a host's own and are refused, whatever their reachability.
 */
const ipv6Blocks: readonly AddressBlock[] = [
  ["::/0", "outside global unicast, 2000::/3", "RFC 4291"],
  ["2000::/3", "global unicast", "RFC 4291", "globally reachable"],
  ["::/128", "unspecified", "RFC 4291"],
  ["::1/128", "loopback", "RFC 4291"],
  ["64:ff9b::/96", "IPv4-IPv6 translation (NAT64)", "RFC 6052"],
  ["64:ff9b:1::/48", "local-use IPv4-IPv6 translation (NAT64)", "RFC 8215"],
  ["100::/64", "discard-only", "RFC 6666"],
  ["100:0:0:1::/64", "dummy prefix", "RFC 9780"],
  ["2001::/23", "IETF protocol assignments", "RFC 2928"],
  ["2001::/32", "Teredo", "RFC 4380"],
  ["2001:1::1/128", "Port Control Protocol anycast", "RFC 7723", "globally reachable"],
  ["2001:1::2/128", "TURN anycast", "RFC 8155", "globally reachable"],
  ["2001:1::3/128", "DNS-SD service registration anycast", "RFC 9665", "globally reachable"],
  ["2001:2::/48", "benchmarking", "RFC 5180"],
  ["2001:3::/32", "AMT", "RFC 7450", "globally reachable"],
  ["2001:4:112::/48", "AS112", "RFC 7535", "globally reachable"],
  ["2001:10::/28", "deprecated ORCHID", "RFC 4843"],
  ["2001:20::/28", "ORCHIDv2", "RFC 7343", "globally reachable"],
  ["2001:30::/28", "drone remote identification", "RFC 9374", "globally reachable"],
  ["2001:db8::/32", "documentation", "RFC 3849"],
  ["2002::/16", "6to4", "RFC 3056"],
  ["2620:4f:8000::/48", "direct delegation AS112", "RFC 7534", "globally reachable"],
  ["3fff::/20", "documentation", "RFC 9637"],
  ["5f00::/16", "segment routing (SRv6) SIDs", "RFC 9602"],
  ["fc00::/7", "unique local", "RFC 4193"],
  ["fe80::/10", "link-local", "RFC 4291"],
  ["fec0::/10", "deprecated site-local", "RFC 3879"],
  ["ff00::/8", "multicast", "RFC 4291"],
];

/**
 * Why an address is not a public unicast address, naming the registry's entry:
 * `100.64.0.0/10, shared address space of carrier-grade NAT (RFC 6598)`. Null if it is one.
 */
export function whyNotPublic(address: string): string | null {
  const parsed = parseAddress(address);
  if (parsed === null) return "not an IP address";
  const block = longestMatch(parsed);
  return block === null || block.reachable ? null : block.description;
}

/** A block ready for comparing. */
interface ParsedBlock {
  readonly address: Address;
  readonly length: number;
  readonly reachable: boolean;
  readonly description: string;
}

/** Made at the first question, since most commands never ask one. */
let parsedBlocks: readonly ParsedBlock[] | null = null;

function longestMatch(address: Address): ParsedBlock | null {
  parsedBlocks ??= [...ipv4Blocks, ...ipv6Blocks].flatMap(parseBlock).sort((left, right) => right.length - left.length);
  return parsedBlocks.find((block) => sharePrefix(block.address, address, block.length)) ?? null;
}

function parseBlock([prefix, purpose, source, reachable]: AddressBlock): ParsedBlock[] {
  const [text = "", length = ""] = prefix.split("/");
  const address = parseAddress(text);
  if (address === null) return [];
  const description = `${prefix}, ${purpose} (${source})`;
  return [{ address, length: Number(length), reachable: reachable !== undefined, description }];
}
