import { sameAddress } from "../../model/address.ts";
import { whyNotPublic } from "../../model/addresses/public-address.ts";
import type { InterfaceAddress } from "../../platform/network/network-interfaces.ts";
import { type Check, ok, problem, warning } from "../check.ts";

/** Whether this machine's IPv6 addresses are ones that stay. */
export const ipv6Check: Check = {
  name: "ipv6",
  async examine(patient) {
    const names = patient.config.hostnames.filter(({ families }) => families.includes("ipv6"));
    if (names.length === 0) return [];
    const own = (await patient.app.network.addresses()).filter(isGlobal);
    const published = (await patient.plan()).filter(({ family, address }) => family === "ipv6" && address !== null);
    const temporary = own.filter((entry) => entry.temporary);
    const wrong = published.find(({ address }) => temporary.some((entry) => sameAddress(entry.address, address ?? "")));
    if (wrong !== undefined) {
      return [
        problem(
          `${wrong.hostname} should point to ${wrong.address}, a temporary address (privacy extensions) that expires within a day`,
          "use `interface:` as the source, which skips temporary addresses, or give the hostname a fixed suffix",
        ),
      ];
    }
    if (own.length === 0) return [];
    const stable = own.filter((entry) => !entry.temporary && !entry.deprecated && !entry.tentative);
    if (stable.length > 0)
      return [ok(`this machine has the permanent address ${stable.map(({ address }) => address).join(", ")}`)];
    return [
      warning(
        `this machine has only temporary IPv6 addresses: ${own.map(describeAddress).join(", ")}`,
        own.some(({ temporary }) => temporary) ? withoutPrivacy : withoutRouter,
      ),
    ];
  },
};

const withoutPrivacy =
  "set IPv6 privacy extensions to off for servers (`ipv6.ip6-privacy=0` in NetworkManager, `IPv6PrivacyExtensions=no` in networkd)";
const withoutRouter =
  "check that the router still announces their prefix; after a moment, or a reconnect, new ones appear";

function isGlobal({ family, address }: InterfaceAddress): boolean {
  return family === "ipv6" && whyNotPublic(address) === null;
}

function describeAddress({ address, temporary, deprecated }: InterfaceAddress): string {
  const kind = temporary ? "temporary" : deprecated ? "deprecated" : "not ready";
  return `${address} (${kind})`;
}
