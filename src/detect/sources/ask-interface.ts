import type { Family } from "../../model/family.ts";
import type { InterfaceAddress } from "../../platform/network-interfaces.ts";
import { chooseOwnAddress } from "../own-address.ts";
import type { Question, RawAnswer } from "../source.ts";
import type { InterfaceSpec } from "../source-spec.ts";
import type { SourceDependencies } from "./source-dependencies.ts";

/** `interface:NAME`, or `interface:` for the uplink's, else the default route's: reads this machine's own addresses. */
export async function askInterface(
  spec: InterfaceSpec,
  { family, interfaceName: uplinkInterface, published }: Question,
  { network }: SourceDependencies,
): Promise<RawAnswer> {
  const shown = family === "ipv4" ? "IPv4" : "IPv6";
  const interfaceName =
    spec.interfaceName ?? uplinkInterface ?? (await network.defaultRoute(family))?.interfaceName ?? null;
  if (interfaceName === null) return { kind: "none", reason: `no ${shown} default route`, absent: true };
  const addresses = await network.addresses();
  const address = chooseOwnAddress(addresses, { interfaceName, family, published });
  if (address !== null) return { kind: "address", address };
  const own = addresses.filter((entry) => entry.interfaceName === interfaceName);
  if (own.length > 0) return explainNothingUsable(own, interfaceName, family, shown);
  const names = [...new Set(addresses.map((entry) => entry.interfaceName))].join(", ");
  return { kind: "none", reason: `no interface ${interfaceName} that is up (there are: ${names || "none"})` };
}

function explainNothingUsable(
  own: readonly InterfaceAddress[],
  interfaceName: string,
  family: Family,
  shown: string,
): RawAnswer {
  const ofFamily = own.filter((entry) => entry.family === family);
  const settling = ofFamily.some((entry) => entry.tentative && !entry.deprecated && !entry.temporary);
  const reason =
    ofFamily.length === 0
      ? `${interfaceName} has no ${shown} address`
      : `${interfaceName} has only temporary, deprecated, tentative or local ${shown} addresses`;
  // A tentative address is usable a second or two later.
  return { kind: "none", reason, absent: !settling };
}
