import { whyNotPublic } from "../../model/addresses/public-address.ts";
import type { Family } from "../../model/family.ts";
import type { Network } from "../../platform/network/network.ts";
import type { WayOut } from "../../platform/network/way-out.ts";

/**
 * Whether the kernel leaves no doubt that the family has no route to the Internet. A route without an address to send from
 * counts only where no address is still being checked for uniqueness, as in the first second or two after the link came up.
 */
export async function isSurelyOffline(family: Family, way: WayOut, network: Network): Promise<boolean> {
  if (way.kind === "unreachable") return true;
  if (way.kind !== "addressless") return false;
  const addresses = await network.addresses();
  const ofFamily = addresses.filter((entry) => entry.family === family && whyNotPublic(entry.address) === null);
  return ofFamily.every(({ flagsKnown, tentative }) => flagsKnown && !tentative);
}
