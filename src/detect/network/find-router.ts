import type { Network } from "../../platform/network/network.ts";
import type { Question, RawAnswer } from "../source.ts";
import { chooseInterface } from "./choose-interface.ts";
import { isSurelyOffline } from "./is-surely-offline.ts";
import { interfaceOf } from "./own-address.ts";

/** The router behind the interface of the uplink, otherwise behind the one through which the kernel reaches the Internet. */
export async function findRouter(question: Omit<Question, "family">, network: Network): Promise<string | RawAnswer> {
  const family = "ipv4";
  const chosen = await chooseInterface({ ...question, family }, network);
  if (!chosen.ok) return chosen.answer;
  const { interfaceName } = chosen;
  const way = interfaceName === null ? await network.wayOut(family, null) : null;
  if (way !== null && (await isSurelyOffline(way, { ...question, family }, network))) {
    return { kind: "none", reason: "no IPv4 route to the Internet", absent: true };
  }
  const outside = way?.kind === "found" ? await findOutside(way.address, network) : interfaceName;
  const router = outside === null ? null : await network.gateway(outside, question.signal);
  return router ?? { kind: "none", reason: `no IPv4 router found${outside === null ? "" : ` behind ${outside}`}` };
}

/** An interface is listed with its address a moment after the kernel sends through it. */
async function findOutside(address: string, network: Network): Promise<string | null> {
  const [preferred = null] = await network.defaultInterfaces("ipv4");
  return interfaceOf(await network.addresses(), address) ?? preferred;
}
