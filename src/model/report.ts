import type { Consequence } from "./consequence.ts";
import type { SourceAnswer } from "./detection.ts";
import type { Family } from "./family.ts";
import type { Result } from "./result.ts";
import type { NoticeEvent } from "./settings/notice-event.ts";

/** One line of `addresses` in the status and in a round's report. Times are ISO 8601. */
export interface AddressReport {
  readonly uplink: string;
  readonly family: Family;
  readonly address: string | null;
  readonly source: string | null;
  readonly seenAt: string | null;
  readonly changedAt: string | null;
}

/** What a round does about one hostname and family. */
export type Action = "update" | "none" | "wait" | "held";

/** `new`: the hostname is new in the configuration · `again`: its record was changed or removed, or its settings were changed. */
export type ChangeCause = "new" | "again";

/** What became of one hostname and family in one round. */
export interface Outcome {
  readonly hostname: string;
  readonly family: Family;
  readonly action: Action;
  readonly result: Result | null;
  /** What follows from the answer; null if nothing was sent. */
  readonly consequence: Consequence | null;
  /** The address that is wanted; null if none is known. */
  readonly address: string | null;
  /** What was published before an update that succeeded. */
  readonly previous: string | null;
  /** Why, in plain words; null if nothing needs saying. */
  readonly reason: string | null;
  /** When it is tried again, ISO 8601; null if nothing is to be tried, or only something else can change it. */
  readonly nextAttemptAt: string | null;
  /** Its client of the gateway has not told the address yet, which is not a matter of health. */
  readonly untold?: boolean;
  /** The address keeps changing back and forth, and has not been this one for long. */
  readonly alternates?: boolean;
  /** Why it is published, where the address is not what changed. */
  readonly cause?: ChangeCause;
}

/** Whether this round had the address confirmed by the server. */
export function isPublished({ consequence }: Pick<Outcome, "consequence">): boolean {
  return consequence === "done";
}

/** Something worth telling the user; said once per cause, and again when it is over. */
export interface Notice {
  /** Stable identity of the cause: a notice with the same key is not repeated until it is over. */
  readonly key: string;
  readonly kind: NoticeEvent;
  readonly text: string;
}

/** One API request of a round, for the metrics. */
export interface RequestReport {
  readonly operation: string;
  /** HTTP status, or the kind of transport failure. */
  readonly status: string;
  readonly durationMs: number;
}

/** Everything one round found out and did; log, metrics, page, notices and `once` are rendered from it. */
export interface RoundReport {
  readonly startedAt: string;
  readonly durationMs: number;
  readonly addresses: readonly AddressReport[];
  readonly outcomes: readonly Outcome[];
  readonly answers: readonly SourceAnswer[];
  readonly requests: readonly RequestReport[];
}
