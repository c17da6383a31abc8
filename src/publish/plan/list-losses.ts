import type { Family } from "../../model/family.ts";
import type { State } from "../../model/state.ts";
import { deletionMs } from "./decide-family.ts";

/** A hostname and family that was published and is proven gone. Moments are steady ms. */
export interface Loss {
  readonly hostname: string;
  readonly family: Family;
  readonly sinceMs: number;
  /** When its records are deleted; null if they stay. */
  readonly deletesMs: number | null;
}

/** What is gone of the given hostnames. */
export function listLosses(
  state: State,
  lines: readonly { readonly hostname: string; readonly family: Family }[],
): readonly Loss[] {
  const losses: Loss[] = [];
  for (const { hostname, family } of lines) {
    const known = state.hostnames[hostname]?.[family];
    if (!known || known.published === null || known.lostSinceMs === null) continue;
    losses.push({ hostname, family, sinceMs: known.lostSinceMs, deletesMs: deletionMs(known) });
  }
  return losses;
}
