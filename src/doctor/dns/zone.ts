import { longestSuffix } from "../../api/recipes/zone/find-zone.ts";
import { displayHostname } from "../../model/hostname.ts";
import { type Check, type Finding, ok, problem } from "../check.ts";

/** Whether the account has a zone for each hostname. */
export const zoneCheck: Check = {
  name: "zone",
  async examine(patient) {
    // What keeps the zones from being listed is the credential's check.
    const zones = await patient.zones().catch(() => null);
    if (zones === null) return [];
    const listed = zones.map((zoneName) => ({ zoneId: "", zoneName }));
    const found = new Map<string, string[]>();
    const lost: string[] = [];
    for (const { hostname } of patient.config.hostnames) {
      const zone = longestSuffix(hostname, listed)?.zoneName ?? null;
      if (zone === null) lost.push(hostname);
      else found.set(zone, [...(found.get(zone) ?? []), hostname]);
    }
    return [...[...found].map(describeFound), ...lost.map(describeLost)];
  },
};

function describeFound([zone, hostnames]: readonly [string, readonly string[]]): Finding {
  const [first = ""] = hostnames;
  const what = hostnames.length === 1 ? displayHostname(first) : `${hostnames.length} hostnames`;
  return ok(`${what} ${hostnames.length === 1 ? "is" : "are"} in the account's zone ${displayHostname(zone)}`);
}

function describeLost(hostname: string): Finding {
  return problem(
    `no zone that the credential sees contains ${displayHostname(hostname)}`,
    "check its spelling, create the zone at Gigahost, or add the zone to those that the API key is limited to",
  );
}
