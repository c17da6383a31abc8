import type { Detection } from "../../model/detection.ts";
import type { Family } from "../../model/family.ts";
import type { RememberedName } from "../../model/state.ts";
import type { WantedName } from "../../model/wanted.ts";
import { rememberedAddress, rememberedName, type StateDraft } from "./state-draft.ts";

export interface DetectionContext {
  readonly names: readonly WantedName[];
  /** Steady ms. */
  readonly nowMs: number;
  /** ISO 8601. */
  readonly nowIso: string;
}

/** Time between two looks that nobody can vouch for: longer than this does not count as lost. */
const longestGapMs = 3_600_000;
/** How often a loss that goes on is noted again. */
const noteEveryMs = 600_000;

/** Takes over what was seen: the address of each uplink, and since when a published family has had none. */
export function rememberDetections(draft: StateDraft, seen: readonly Detection[], context: DetectionContext): void {
  for (const detection of seen) rememberAddress(draft, detection, context.nowIso);
  const byPlace = new Map(seen.map((detection) => [`${detection.uplink} ${detection.family}`, detection]));
  for (const { hostname, uplink, families } of context.names) {
    for (const family of families) {
      rememberLoss(draft, hostname, family, byPlace.get(`${uplink} ${family}`)?.verdict, context.nowMs);
    }
  }
}

function rememberAddress(draft: StateDraft, detection: Detection, nowIso: string): void {
  const { uplink, family, address, source } = detection;
  if (detection.verdict !== "confirmed" || address === null || source === null) return;
  const known = rememberedAddress(draft.state, uplink, family);
  const same = known?.address === address;
  const looksSinceOther = hasOtherVoice(detection) ? 0 : (known?.looksSinceOther ?? 0) + 1;
  const entry = { address, source, seenAt: nowIso, changedAt: same ? known.changedAt : nowIso, looksSinceOther };
  draft.setAddress(uplink, family, entry, same ? "minor" : undefined);
}

/** Whether an operator other than the one that named the address gave an answer too. */
function hasOtherVoice({ answers, source }: Detection): boolean {
  const operator = answers.find((answer) => answer.source === source)?.operator;
  return answers.some((answer) => answer.kind === "address" && answer.operator !== operator);
}

/** Only a look that is sure counts: an unknown address is neither lost nor back. */
function rememberLoss(
  draft: StateDraft,
  hostname: string,
  family: Family,
  verdict: Detection["verdict"] | undefined,
  nowMs: number,
): void {
  const known = rememberedName(draft.state, hostname, family);
  if (known === null) return;
  const change = lossOf(known, verdict, nowMs);
  if (change) draft.setName(hostname, family, change);
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
