import type { Detection } from "../../model/detection.ts";
import { type Family, families } from "../../model/family.ts";
import { isWildcard } from "../../model/hostname.ts";
import type { State } from "../../model/state.ts";
import type { WantedName } from "../../model/wanted.ts";
import { looksLikeZone } from "./looks-like-zone.ts";
import { rememberedName, type StateDraft } from "./state-draft.ts";

/** Which zones the credential sees; `refused`: it may not see any · `unknown`: nothing came back that tells. */
export type ZonesVerdict =
  | { readonly kind: "zones"; readonly zones: readonly string[] }
  | { readonly kind: "refused" | "unknown" };

/**
 * Whether it matters now which names are zones, and nobody knows: a name that is one goes through the records API. The usual
 * `home.example.no` costs no request for that: dyndns knows it, or says that it doesn't.
 */
export function needsZones(names: readonly WantedName[], detections: readonly Detection[], state: State): boolean {
  const { zones, hold, dyndnsRefused } = state.account;
  if (zones !== null || hold !== null || dyndnsRefused) return false;
  const known = new Set(detections.filter(({ verdict }) => verdict === "confirmed").map(({ uplink }) => uplink));
  return names.some((name) => known.has(name.uplink) && isDoubtful(name, state));
}

/** Takes over what the account's zones are: a hostname that is one is not held for what dyndns said of it. */
export function rememberZones(draft: StateDraft, verdict: ZonesVerdict): void {
  if (verdict.kind === "unknown") return;
  const zones = verdict.kind === "zones" ? verdict.zones : [];
  draft.setAccount({ zones });
  for (const hostname of zones) {
    for (const family of families) {
      const known = rememberedName(draft.state, hostname, family);
      if (known?.hold?.result === "nohost") draft.setName(hostname, family, { hold: null });
    }
  }
}

/** Whether dyndns could be wrong about the name: two labels are a zone, and a wildcard is none. */
export function mayBeZone({ hostname }: Pick<WantedName, "hostname">): boolean {
  return hostname.split(".").length > 2 && !isWildcard(hostname);
}

/** Not published yet and likely to be a zone, or unknown to dyndns before anybody asked for the zones. */
function isDoubtful({ hostname, families: wanted }: WantedName, state: State): boolean {
  const isPublished = (family: Family) => {
    const known = rememberedName(state, hostname, family);
    return known !== null && known.published !== null && known.hold === null;
  };
  if (wanted.every(isPublished) || !wanted.includes("ipv4") || !mayBeZone({ hostname })) return false;
  const known = wanted.map((family) => rememberedName(state, hostname, family));
  if (known.some((each) => each?.hold?.result === "nohost")) return true;
  return looksLikeZone(hostname) && known.every((each) => !each?.published && !each?.hold);
}
