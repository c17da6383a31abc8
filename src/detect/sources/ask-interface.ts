import { familyLabel } from "../../model/family.ts";
import { chooseInterface } from "../network/choose-interface.ts";
import { findSender } from "../network/find-sender.ts";
import { isSurelyOffline } from "../network/is-surely-offline.ts";
import { findOwnAddress, interfaceOf } from "../network/own-address.ts";
import type { Question, RawAnswer } from "../source.ts";
import type { SourceDependencies, SourceSpec } from "../source-kind.ts";

export interface InterfaceSpec extends SourceSpec {
  /** Null: the interface of the uplink, otherwise of the default route. */
  readonly interfaceName: string | null;
}

/**
 * `interface:NAME`, or `interface:` for the uplink's, otherwise the one through which the kernel reaches the Internet: reads this
 * machine's own addresses.
 */
export async function askInterface(
  spec: InterfaceSpec,
  question: Question,
  { network }: SourceDependencies,
): Promise<RawAnswer> {
  const { family, published, unanswered = [] } = question;
  const chosen = await chooseInterface(
    { ...question, interfaceName: spec.interfaceName ?? question.interfaceName },
    network,
  );
  if (!chosen.ok) return chosen.answer;
  const named = chosen.interfaceName;
  if (named !== null) {
    const own = await network.addresses();
    const sentFrom = await findSender(own, named, question, network);
    return findOwnAddress(own, { interfaceName: named, family, published, sentFrom, unanswered });
  }
  const shown = familyLabel(family);
  const way = await network.wayOut(family, null);
  if (way.kind === "unknown")
    return { kind: "none", reason: `the ${shown} route to the Internet is unknown: ${way.reason}` };
  if (way.kind !== "found") {
    const what = way.kind === "unreachable" ? "route to the Internet" : "address";
    const absent = await isSurelyOffline(way, question, network);
    const settling = way.kind === "addressless" && !absent;
    return { kind: "none", reason: `no ${shown} ${what}`, absent, ...(settling && { settling }) };
  }
  const addresses = await network.addresses();
  const interfaceName = interfaceOf(addresses, way.address);
  // An interface is listed a moment after it is up; over IPv4 every address is permanent, so its name is not needed.
  if (interfaceName === null && family === "ipv4") return { kind: "address", address: way.address };
  if (interfaceName === null) return { kind: "none", reason: `${way.address} is not on any interface visible here` };
  return findOwnAddress(addresses, { interfaceName, family, published, sentFrom: way.address, unanswered });
}
