import type { Detection } from "../../model/detection.ts";
import type { Family } from "../../model/family.ts";
import { deleteAfterMs, tellBeforeMs } from "../../model/loss.ts";
import type { RememberedName } from "../../model/state.ts";
import { hourMs } from "../../model/time/units.ts";
import type { WantedName } from "../../model/wanted.ts";
import { rememberedName, type StateDraft } from "./state-draft.ts";

export interface LossContext {
  readonly names: readonly WantedName[];
  readonly whenLost: "keep" | "delete";
  /** Steady ms. */
  readonly nowMs: number;
}

/** Time between two looks that nobody can vouch for: longer than this does not count as lost. */
const maxGapMs = hourMs;
/** How often a continuing loss is noted again. */
const noteEveryMs = 600_000;

const notLost = { lostSinceMs: null, lostSeenMs: null, deletionToldMs: null } as const;

/**
 * Takes over since when a published family has been proven gone, and whether its deletion is to be told of. A single look
 * that doesn't prove it ends that: what nobody can vouch for is not a loss.
 */
export function rememberLosses(draft: StateDraft, detections: readonly Detection[], context: LossContext): void {
  // All are absent: this machine is off the net, and what comes back an instant later than the rest is not gone for good.
  const isOffline = detections.length > 1 && detections.every(provesLoss);
  const circumstances = { ...context, isOffline };
  const looks = new Map<string, Partial<Record<Family, Detection>>>();
  for (const seen of detections) looks.set(seen.uplink, { ...looks.get(seen.uplink), [seen.family]: seen });
  for (const { hostname, uplink, families } of context.names) {
    const ofUplink = looks.get(uplink);
    for (const family of families) {
      const known = rememberedName(draft.state, hostname, family);
      const seen = ofUplink?.[family];
      const change = known && seen && lossOf(known, provesLoss(seen), circumstances);
      if (change) draft.setName(hostname, family, change);
    }
  }
}

/** It takes a source that knows: where none can be asked for the family at all, nobody has looked. */
function provesLoss({ verdict, answers }: Detection): boolean {
  return verdict === "absent" && answers.some(({ absent }) => absent);
}

function lossOf(
  known: RememberedName,
  isProven: boolean,
  context: LossContext & { readonly isOffline: boolean },
): Partial<RememberedName> | null {
  const { published, lostSinceMs, lostSeenMs, deletionToldMs } = known;
  if (!isProven || published === null) return lostSinceMs === null && deletionToldMs === null ? null : notLost;
  const { nowMs, whenLost, isOffline } = context;
  if (lostSinceMs === null) return { lostSinceMs: nowMs, lostSeenMs: nowMs };
  const gapMs = nowMs - (lostSeenMs ?? lostSinceMs);
  const sinceMs = gapMs > maxGapMs ? lostSinceMs + gapMs : lostSinceMs;
  const isTold = whenLost === "delete" && !isOffline && nowMs - sinceMs >= deleteAfterMs - tellBeforeMs;
  const toldMs = isTold ? (deletionToldMs ?? nowMs) : null;
  if (gapMs < noteEveryMs && toldMs === deletionToldMs) return null;
  return { lostSinceMs: sinceMs, lostSeenMs: nowMs, deletionToldMs: toldMs };
}
