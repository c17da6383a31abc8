import { readFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { addressFromBytes, parseAddress } from "../../model/address.ts";
import type { Family } from "../../model/family.ts";

/** An address of one of this machine's interfaces. The flags are IPv6's. */
export interface InterfaceAddress {
  readonly interfaceName: string;
  readonly family: Family;
  readonly address: string;
  /** A privacy address (RFC 8981). */
  readonly temporary: boolean;
  readonly deprecated: boolean;
  /** Not yet, or never, known to be unique on the link. */
  readonly tentative: boolean;
  /** Without a lifetime: set by hand. */
  readonly permanent: boolean;
  /** False if the system doesn't tell the flags of an IPv6 address; then all of them are false and prove nothing. */
  readonly flagsKnown: boolean;
  /** False if the system lists the address but not that its interface works: no cable, or up since a moment. */
  readonly running: boolean;
}

type AddressFlags = Pick<InterfaceAddress, "temporary" | "deprecated" | "tentative" | "permanent">;

const noFlags: AddressFlags = { temporary: false, deprecated: false, tentative: false, permanent: false };

/** Every address of every interface that is up, and IPv6 ones of others. */
export async function readInterfaceAddresses(): Promise<readonly InterfaceAddress[]> {
  // Not /proc/net: a hardened unit hides it and leaves this one.
  const flags = parseIfInet6(await readFile("/proc/self/net/if_inet6", "utf8").catch(() => ""));
  const running = Object.entries(listInterfaces()).flatMap(([interfaceName, addresses]) =>
    (addresses ?? []).flatMap((entry): InterfaceAddress[] => {
      const parsed = parseAddress(entry.address.split("%", 1)[0] ?? "");
      if (parsed === null) return [];
      const { family, text: address } = parsed;
      const known = family === "ipv4" ? noFlags : flags.get(`${interfaceName} ${address}`);
      const flagsKnown = known !== undefined;
      return [{ interfaceName, family, address, ...(known ?? noFlags), flagsKnown, running: true }];
    }),
  );
  const seen = new Set(running.map(({ interfaceName, address }) => `${interfaceName} ${address}`));
  const others = [...flags].filter(([key]) => !seen.has(key)).map(([key, known]) => describeIdle(key, known));
  return [...running, ...others];
}

function describeIdle(key: string, flags: AddressFlags): InterfaceAddress {
  const [interfaceName = "", address = ""] = key.split(" ");
  return { interfaceName, family: "ipv6", address, ...flags, flagsKnown: true, running: false };
}

/** None where the system refuses to list them (a sandbox without netlink). */
function listInterfaces(): ReturnType<typeof networkInterfaces> {
  try {
    return networkInterfaces();
  } catch {
    return {};
  }
}

/** Reads `/proc/net/if_inet6`: address, index, prefix length, scope, flags (hexadecimal), name; keyed by `NAME ADDRESS`. */
export function parseIfInet6(text: string): ReadonlyMap<string, AddressFlags> {
  const flags = new Map<string, AddressFlags>();
  for (const line of text.split("\n")) {
    const [hex = "", , , , bits = "", name = ""] = line.trim().split(/\s+/);
    const address = addressFromBytes(readHex(hex));
    if (address !== null && name !== "") flags.set(`${name} ${address}`, readFlags(Number.parseInt(bits, 16)));
  }
  return flags;
}

/** The bytes of a run of hexadecimal digits; none where it isn't one. */
export function readHex(hex: string): number[] {
  return /^([0-9a-f]{2})*$/i.test(hex) ? [...Buffer.from(hex, "hex")] : [];
}

/** IFA_F_* of linux/if_addr.h. */
function readFlags(bits: number): AddressFlags {
  return {
    temporary: (bits & 0x01) !== 0,
    deprecated: (bits & 0x20) !== 0,
    // Tentative, or found to be a duplicate (DADFAILED).
    tentative: (bits & 0x48) !== 0,
    permanent: (bits & 0x80) !== 0,
  };
}
