import type { Detection, Verdict } from "../model/detection.ts";
import type { Family } from "../model/family.ts";

/** How fresh the knowledge of one family of one uplink is. Moments are steady ms. */
export interface Look {
  readonly uplink: string;
  readonly family: Family;
  /** What the last look came to. */
  readonly verdict: Verdict;
  /** In plain words; null when confirmed. */
  readonly reason: string | null;
  /** When sources last answered at all, even if they disagreed; null when never. */
  readonly heardMs: number | null;
  /** When it was last confirmed or known to be absent; null when never. */
  readonly settledMs: number | null;
  /** When it was last confirmed; null when never. */
  readonly confirmedMs: number | null;
}

/** The looks after one more round of detection; a family that is no longer detected is dropped. */
export function noteLooks(previous: readonly Look[], detections: readonly Detection[], nowMs: number): readonly Look[] {
  return detections.map((detection) => {
    const { uplink, family, verdict, reason } = detection;
    const before = previous.find((look) => look.uplink === uplink && look.family === family);
    return {
      uplink,
      family,
      verdict,
      reason,
      heardMs: verdict === "unknown" ? (before?.heardMs ?? null) : nowMs,
      confirmedMs: verdict === "confirmed" ? nowMs : (before?.confirmedMs ?? null),
      settledMs: verdict === "confirmed" || verdict === "absent" ? nowMs : (before?.settledMs ?? null),
    };
  });
}
