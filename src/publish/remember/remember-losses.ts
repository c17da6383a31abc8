import type { Detection } from "../../model/detection.ts";
import type { RememberedName } from "../../model/state.ts";
import type { WantedName } from "../../model/wanted.ts";
import { rememberedName, type StateDraft } from "./state-draft.ts";

export interface LossContext {
  readonly names: readonly WantedName[];
  /** Steady ms. */
  readonly nowMs: number;
}

/** Time between two looks that nobody can vouch for: longer than this does not count as lost. */
const longestGapMs = 3_600_000;
/** How often a loss that goes on is noted again. */
const noteEveryMs = 600_000;

/** Takes over since when a published family has had no address. Only a look that is sure counts, either way. */
export function rememberLosses(draft: StateDraft, seen: readonly Detection[], { names, nowMs }: LossContext): void {
  const verdicts = new Map(seen.map(({ uplink, family, verdict }) => [`${uplink} ${family}`, verdict]));
  for (const { hostname, uplink, families } of names) {
    for (const family of families) {
      const known = rememberedName(draft.state, hostname, family);
      const change = known && lossOf(known, verdicts.get(`${uplink} ${family}`), nowMs);
      if (change) draft.setName(hostname, family, change);
    }
  }
}

function lossOf(
  { published, lostSinceMs, lostSeenMs }: RememberedName,
  verdict: Detection["verdict"] | undefined,
  nowMs: number,
): Partial<RememberedName> | null {
  if (verdict === "confirmed" && lostSinceMs !== null) return { lostSinceMs: null, lostSeenMs: null };
  if (verdict !== "absent" || published === null) return null;
  if (lostSinceMs === null) return { lostSinceMs: nowMs, lostSeenMs: nowMs };
  const gapMs = nowMs - (lostSeenMs ?? lostSinceMs);
  if (gapMs > longestGapMs) return { lostSinceMs: lostSinceMs + gapMs, lostSeenMs: nowMs };
  return gapMs >= noteEveryMs ? { lostSeenMs: nowMs } : null;
}
