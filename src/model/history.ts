import type { Family } from "./family.ts";
import type { NoticeEvent } from "./settings/notice-event.ts";

/** How far back to show by default. */
export const usualDays = 90;

/** One thing that happened to one hostname (null: to all of it), as `history --output json` shows it. Times are ISO 8601. */
export interface HistoryEvent {
  readonly at: string;
  readonly event: NoticeEvent;
  /** In its ASCII form. */
  readonly hostname: string | null;
  readonly family: Family | null;
  /** Addresses; `old` is null where nothing was published before, `new` where the record was deleted. */
  readonly old: string | null;
  readonly new: string | null;
  /** When the new address became known, and who named it. */
  readonly seenAt: string | null;
  readonly source: string | null;
  /** Why, in plain words: the reason for a trouble or a hold, what a recovery ends, or that a record was missing that is published again. */
  readonly reason: string | null;
  /** From seen to published, where the address is what changed, or how long a trouble lasted that is over, ms. */
  readonly durationMs: number | null;
  /** Present only if one line stands for further hostnames, so many, that were not kept by name. */
  readonly more?: number;
}
