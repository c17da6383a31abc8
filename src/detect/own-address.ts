import type { Family } from "../model/family.ts";
import { whyNotPublic } from "../model/public-address.ts";
import type { InterfaceAddress } from "../platform/network-interfaces.ts";

/**
 * The address of an interface that stays: the one already published while it is still valid, else a public one, one set
 * by hand before an automatic one. Temporary (privacy), deprecated, tentative, loopback, link-local and unique local
 * addresses are left out. Null where nothing is left.
 */
export function chooseOwnAddress(
  addresses: readonly InterfaceAddress[],
  wanted: { readonly interfaceName: string; readonly family: Family; readonly published: string | null },
): string | null {
  const candidates = addresses
    .filter(({ interfaceName, family }) => interfaceName === wanted.interfaceName && family === wanted.family)
    .filter((entry) => !entry.temporary && !entry.deprecated && !entry.tentative && !staysOnLink(entry.address));
  const rank = (entry: InterfaceAddress) =>
    (entry.address === wanted.published ? 4 : 0) +
    (whyNotPublic(entry.address) === null ? 2 : 0) +
    (entry.permanent ? 1 : 0);
  return [...candidates].sort((left, right) => rank(right) - rank(left))[0]?.address ?? null;
}

/** Means something on this machine, link or site only; a private IPv4 address is left for the judge, who names the reason. */
function staysOnLink(address: string): boolean {
  const fault = whyNotPublic(address) ?? "";
  return /, (loopback|link-local|unique local|multicast|unspecified|"this)/.test(fault);
}
