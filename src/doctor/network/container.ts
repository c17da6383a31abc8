import { whyNotPublic } from "../../model/addresses/public-address.ts";
import { findContainer } from "../../platform/program/find-container.ts";
import { type Check, ok, warning } from "../check.ts";

/** Docker gives containers no IPv6 unless told to. */
export const containerCheck: Check = {
  name: "container",
  async examine({ app, config, environment }) {
    const container = findContainer(environment);
    if (container === null) return [];
    const wantsIpv6 = config.hostnames.some(({ families }) => families.includes("ipv6"));
    const addresses = await app.network.addresses();
    const hasIpv6 = addresses.some(({ family, address }) => family === "ipv6" && isRoutable(address));
    if (!wantsIpv6 || hasIpv6)
      return [ok(`this runs in a container (${container})${hasIpv6 ? ", which has IPv6" : ""}`)];
    return [
      warning(
        `this runs in a container (${container}) without IPv6, which the hostnames need`,
        "use `network_mode: host`, or give the container's network IPv6 (`enable_ipv6: true`), or set `ipv6: false`",
      ),
    ];
  },
};

/** Unique local ones (fd00::/8) are what Docker translates. */
function isRoutable(address: string): boolean {
  return whyNotPublic(address) === null || /^f[cd]/i.test(address);
}
