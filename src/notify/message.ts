import type { Family } from "../model/family.ts";
import type { NoticeEvent } from "../model/settings/notice-event.ts";

/** One thing that happened, as reported to people and programs. What does not apply is null. */
export interface ChannelNotice {
  readonly event: NoticeEvent;
  /** One line. */
  readonly title: string;
  /** A few lines at most, without the title. */
  readonly text: string;
  /** When it happened, ISO 8601. */
  readonly at: string;
  /** As in the status (punycode); empty if no hostname is concerned. */
  readonly hostnames: readonly string[];
  readonly family: Family | null;
  /** Addresses. `old` is null where nothing was published before, `new` where the record was deleted. */
  readonly old: string | null;
  readonly new: string | null;
  readonly reason: string | null;
  /** From seen to published, where the address is what changed, or how long a trouble lasted, ms. */
  readonly durationMs: number | null;
}

/** What a channel delivers at once: one notice, or several that had to wait, folded. The webhook's JSON, version 1. */
export interface NoticeMessage extends ChannelNotice {
  readonly version: 1;
  /** Each of the notices in it, the newest first. */
  readonly events: readonly ChannelNotice[];
}
