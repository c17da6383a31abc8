import { displayHostname } from "../../model/hostname.ts";
import type { ServedZone } from "../../publish/verify/find-name-servers.ts";
import { isForeign } from "../../publish/verify/verify-names.ts";
import { type Check, type Finding, ok, problem, warning } from "../check.ts";
import { listServedZones } from "./served-zones.ts";

/** Whether the world asks Gigahost for the zones: otherwise nobody sees what is published. */
export const delegationCheck: Check = {
  name: "delegation",
  async examine(patient, signal) {
    const { zones, unknown } = await listServedZones(patient, signal);
    const [first] = unknown;
    return [...zones.map(describeZone), ...(first === undefined ? [] : [describeUnknown(first, unknown.length)])];
  },
};

function describeZone(zone: ServedZone): Finding {
  const name = displayHostname(zone.zoneName);
  const servers = zone.names.join(", ");
  if (!isForeign(zone)) return ok(`${name} is delegated to ${servers}`);
  return problem(
    `${name} is delegated to ${servers}, not to Gigahost, so nobody sees what is published here`,
    "have its registrar delegate it to ns1.gigahost.no, ns2.gigahost.no and ns3.gigahost.no",
  );
}

function describeUnknown(hostname: string, count: number): Finding {
  const others = count === 1 ? "" : ` and ${count - 1} other hostnames`;
  return warning(
    `the name servers of ${displayHostname(hostname)}${others} can't be found`,
    "check that the domain is registered and delegated, and that DNS works here",
  );
}
