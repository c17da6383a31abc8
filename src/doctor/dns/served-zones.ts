import type { ServedZone } from "../../publish/verify/find-name-servers.ts";
import type { Patient } from "../patient.ts";

export interface ServedZones {
  readonly zones: readonly ServedZone[];
  /** By hostname. */
  readonly zoneOf: ReadonlyMap<string, ServedZone>;
  /** Hostnames whose zone can't be found out now. */
  readonly unknown: readonly string[];
}

/** Who serves the zones of the hostnames, as the world sees it. Names below one parent are mostly in one zone. */
export async function listServedZones({ config, findNameServers }: Patient, signal: AbortSignal): Promise<ServedZones> {
  const found = await Promise.all(
    config.hostnames.map(async ({ hostname }) => [hostname, await findNameServers(hostname, signal)] as const),
  );
  const zoneOf = new Map(found.flatMap(([hostname, zone]) => (zone === null ? [] : [[hostname, zone] as const])));
  const zones = [...new Map([...zoneOf.values()].map((zone) => [zone.zoneName, zone])).values()];
  return { zones, zoneOf, unknown: found.flatMap(([hostname, zone]) => (zone === null ? [hostname] : [])) };
}
