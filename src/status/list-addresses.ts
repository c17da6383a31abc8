import type { Family } from "../model/family.ts";
import type { AddressReport } from "../model/report.ts";
import type { State } from "../model/state.ts";
import { isoTime } from "../model/time/iso-time.ts";
import type { WantedName } from "../model/wanted.ts";

/** When a client of the gateway last sent its address of a family, wall ms, by its name; only since the last start. */
export type HeardClients = Readonly<Record<Family, ReadonlyMap<string, number>>>;

/** One line per uplink and family that some hostname wants, even if no address is known. */
export function listAddresses(
  names: readonly WantedName[],
  state: State,
  heard: HeardClients = unheard,
): readonly AddressReport[] {
  const wanted = new Map<string, Set<Family>>();
  const pairs: { readonly uplink: string; readonly family: Family }[] = [];
  for (const { uplink, families } of names) {
    const known = wanted.get(uplink) ?? new Set();
    for (const family of families) if (!known.has(family)) pairs.push({ uplink, family });
    for (const family of families) known.add(family);
    wanted.set(uplink, known);
  }
  return pairs.map(({ uplink, family }) => {
    const known = state.addresses[uplink]?.[family];
    return {
      uplink,
      family,
      address: known?.address ?? null,
      source: known?.source ?? null,
      seenAt: known ? (toldAt(known.source, family, state, heard) ?? known.seenAt) : null,
      changedAt: known?.changedAt ?? null,
    };
  });
}

const unheard: HeardClients = { ipv4: new Map(), ipv6: new Map() };

/** When a device last sent its address; rounds keep finding it long after. Null: no device sent it. */
function toldAt(source: string, family: Family, { told = {} }: State, heard: HeardClients): string | null {
  if (!source.startsWith("push:")) return null;
  const client = source.slice("push:".length);
  const heardMs = heard[family].get(client);
  if (heardMs !== undefined) return isoTime(heardMs);
  return (Object.hasOwn(told, client) ? told[client]?.at : null) ?? null;
}
