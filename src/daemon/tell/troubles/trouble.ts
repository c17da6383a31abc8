import type { Detection } from "../../../model/detection.ts";
import type { Family } from "../../../model/family.ts";
import type { Notice, Outcome } from "../../../model/report.ts";
import type { Loss } from "../../../publish/plan/list-losses.ts";
import type { LookStatus } from "../../../status/looks.ts";

/** Something that is wrong, since when (steady ms), and the words in which it was last reported. */
export interface Trouble {
  readonly kind: "trouble" | "held";
  /** Doesn't affect the health, reported only once ever; its `what` is the beginning of a sentence of its own. */
  readonly isRemark?: boolean;
  /** What it is about: `home.example.no (IPv4)`. */
  readonly what: string;
  /** The hostname and family that it is about, where it is about one. */
  readonly hostname?: string;
  readonly family?: Family;
  readonly text: string;
  /** Reported again when this changes, but not because of another number in the text. */
  readonly cause: string;
  readonly sinceMs: number;
}

/** What is wrong, by a key that stays the same as long as it lasts. */
export type Troubles = ReadonlyMap<string, Trouble>;

export interface TroubleInput {
  readonly outcomes: readonly Outcome[];
  readonly detections: readonly Detection[];
  /** After this round. */
  readonly looks: readonly LookStatus[];
  readonly losses: readonly Loss[];
  /** What else is wrong, one plain sentence each. */
  readonly faults: readonly string[];
  /** Why the account is held; null if it isn't. */
  readonly accountHold: string | null;
  /** Whether any address was confirmed since the start. */
  readonly everConfirmed: boolean;
  /** Whether records took over from dyndns in this round. */
  readonly tookOver: boolean;
  /** What a look at the zone found that somebody changed, since the round before. */
  readonly drift: readonly Notice[];
  /** Steady ms. */
  readonly nowMs: number;
}

/** What concerns the account is reported once, not for each hostname; the log calls it an error. */
export const accountKey = "account";
