import { minuteMs } from "../model/time/units.ts";
import { foldNotices } from "./fold-notices.ts";
import type { ChannelNotice, NoticeMessage } from "./message.ts";

/** What waits for one channel, oldest first, and when it may be tried. Moments are steady milliseconds. */
export interface Outbox {
  readonly waiting: readonly ChannelNotice[];
  /** Older ones that there was no room for. */
  readonly droppedCount: number;
  /** Not before this moment. */
  readonly notBeforeMs: number;
  /** Failures in a row. */
  readonly failureCount: number;
  /** Why the last delivery failed; null once one succeeded. */
  readonly reason: string | null;
}

export const emptyOutbox: Outbox = { waiting: [], droppedCount: 0, notBeforeMs: 0, failureCount: 0, reason: null };

/** At most one message a minute for each channel. */
const pauseMs = minuteMs;
/** Of an outbox: months of a bad line, and a state file that stays small. */
export const maxWaiting = 200;

/** The oldest are dropped if there is no room. */
export function addNotices(outbox: Outbox, notices: readonly ChannelNotice[]): Outbox {
  if (notices.length === 0) return outbox;
  const all = [...outbox.waiting, ...notices];
  const tooMany = Math.max(0, all.length - maxWaiting);
  return { ...outbox, waiting: all.slice(tooMany), droppedCount: outbox.droppedCount + tooMany };
}

/** What can be sent now, with everything that waits folded into one; null if nothing waits or it is too early. */
export function nextMessage(outbox: Outbox, nowMs: number): NoticeMessage | null {
  const [first, ...others] = outbox.waiting;
  if (first === undefined || nowMs < outbox.notBeforeMs) return null;
  return foldNotices([first, ...others], outbox.droppedCount);
}

/** After that many notices were delivered; those that came meanwhile wait for the pause to end. */
export function noteTaken(outbox: Outbox, sentCount: number, nowMs: number): Outbox {
  return { ...emptyOutbox, waiting: outbox.waiting.slice(sentCount), notBeforeMs: nowMs + pauseMs };
}

/** After the channel refused them for good: they are dropped, and the channel shows why. */
export function noteRefused(outbox: Outbox, sentCount: number, nowMs: number, reason: string): Outbox {
  const { failureCount } = outbox;
  return { ...noteTaken(outbox, sentCount, nowMs), failureCount: failureCount + 1, reason };
}

/** After nobody answered, or the service asked for a pause: all is tried again. */
export function noteFailed(
  outbox: Outbox,
  nowMs: number,
  { reason, waitMs }: { reason: string; waitMs: number },
): Outbox {
  return { ...outbox, notBeforeMs: nowMs + Math.max(waitMs, pauseMs), failureCount: outbox.failureCount + 1, reason };
}
