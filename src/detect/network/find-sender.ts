import type { Network } from "../../platform/network/network.ts";
import type { InterfaceAddress } from "../../platform/network/network-interfaces.ts";
import type { Question } from "../source.ts";
import { hasSeveralPrefixes } from "./own-address.ts";

/**
 * The own address that the kernel would send from through an interface; null if it makes no difference, or nobody can tell.
 * It takes a process (`ip`), so it is asked only where the interface has addresses of several prefixes.
 */
export async function findSender(
  addresses: readonly InterfaceAddress[],
  interfaceName: string,
  { family, signal }: Pick<Question, "family" | "signal">,
  network: Network,
): Promise<string | null> {
  if (family === "ipv4" || !hasSeveralPrefixes(addresses, interfaceName)) return null;
  return network.sender(family, interfaceName, signal);
}
