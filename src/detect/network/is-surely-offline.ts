import { whyNotPublic } from "../../model/addresses/public-address.ts";
import type { Family } from "../../model/family.ts";
import type { Network } from "../../platform/network/network.ts";
import type { WayOut } from "../../platform/network/way-out.ts";
import type { Question } from "../source.ts";
import { staysOnLink } from "./own-address.ts";

/** So many own addresses are tried at most. */
const maxTried = 16;

/**
 * Whether the kernel leaves no doubt that the family has no route to the Internet. A route without an address to send from
 * counts only where no address is still being checked for uniqueness, as in the first second or two after the link came up.
 * What was published is reachable as long as an own address has a route by a rule of its own.
 */
export async function isSurelyOffline(
  way: WayOut,
  { family, published }: Pick<Question, "family" | "published">,
  network: Network,
): Promise<boolean> {
  if (way.kind === "unreachable") return published === null || !(await canAnswer(family, network));
  if (way.kind !== "addressless") return false;
  const addresses = await network.addresses();
  // A kernel that has a route has an interface: where none is listed, the list can't be read.
  if (addresses.length === 0) return false;
  const ofFamily = addresses.filter((entry) => entry.family === family && whyNotPublic(entry.address) === null);
  return ofFamily.every(({ flagsKnown, tentative }) => flagsKnown && !tentative);
}

async function canAnswer(family: Family, network: Network): Promise<boolean> {
  const own = (await network.addresses()).filter((entry) => entry.family === family && !staysOnLink(entry.address));
  for (const { address } of own.slice(0, maxTried)) {
    if ((await network.wayOut(family, null, address)).kind === "found") return true;
  }
  return false;
}
