import { noticeEvents } from "../model/settings/notice-event.ts";
import { dayMs } from "../model/time/units.ts";
import type { ChannelNotice } from "./message.ts";
import { emptyOutbox, maxWaiting, type Outbox } from "./outbox.ts";

/** No wait of a channel is longer than that, whatever the file says. */
const maxWaitMs = dayMs;

/** What waits for each channel and what they were told, as a text that survives a restart. */
export function formatOutboxes(outboxes: ReadonlyMap<string, Outbox>, told: object = {}): string {
  return `${JSON.stringify({ version: 1, channels: Object.fromEntries(outboxes), told })}\n`;
}

/** The reverse; what can't be read is left out, since a lost notice is no reason not to start. */
export function parseOutboxes(text: string, nowMs: number): Map<string, Outbox> {
  const found = new Map<string, Outbox>();
  for (const [id, value] of Object.entries(readObject(readObject(parse(text)).channels))) {
    const { waiting, droppedCount, notBeforeMs, failureCount, reason } = readObject(value);
    found.set(id, {
      ...emptyOutbox,
      waiting: Array.isArray(waiting) ? waiting.filter(isNotice).slice(-maxWaiting) : [],
      droppedCount: readCount(droppedCount),
      notBeforeMs: Math.min(readCount(notBeforeMs), nowMs + maxWaitMs),
      failureCount: readCount(failureCount),
      reason: typeof reason === "string" ? reason : null,
    });
  }
  return found;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function readCount(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
}

function isNotice(value: unknown): value is ChannelNotice {
  const { event, title, text, at, hostnames } = readObject(value);
  return (
    noticeEvents.some((known) => known === event) &&
    [title, text, at].every((each) => typeof each === "string") &&
    Array.isArray(hostnames)
  );
}
