import type { Endpoint } from "./endpoint.ts";
import { toTarget, toZoneValue } from "./spell-target.ts";

/**
 * Wanted endpoints in the spelling of `/records`, so that what is equal compares equal: the planner compares texts. No
 * provider's own properties and no set identifier are known here, so they go; otherwise each round would see a change.
 */
export function adjustEndpoints(wanted: readonly Endpoint[]): readonly Endpoint[] {
  return wanted.map((endpoint) => ({
    ...endpoint,
    targets: [...new Set(endpoint.targets.map((target) => respell(endpoint.recordType, target)))],
  }));
}

const respell = (type: string, target: string) => toTarget(type, toZoneValue(type, target));
