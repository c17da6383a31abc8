import { type NoticeEvent, noticeEvents } from "../model/settings/notice-event.ts";
import type { ChannelNotice, NoticeMessage } from "./message.ts";

/**
 * One message of several notices, given oldest first: the newest stands on top. `droppedCount` tells how many older ones
 * there was no room for.
 */
export function foldNotices(notices: readonly [ChannelNotice, ...ChannelNotice[]], droppedCount = 0): NoticeMessage {
  const newestFirst = notices.toReversed();
  const newest = newestFirst[0] ?? notices[0];
  if (notices.length === 1 && droppedCount === 0) return { version: 1, ...newest, events: newestFirst };
  const texts = newestFirst.map(({ title, text, at }) => `${title} (${at})\n${text}`);
  const dropped = droppedCount === 0 ? [] : [`… and ${droppedCount} older ones, which were dropped`];
  return {
    version: 1,
    event: newest.event,
    title: `${notices.length + droppedCount} notices: ${countEvents(notices)}`,
    text: [...texts, ...dropped].join("\n\n"),
    at: newest.at,
    hostnames: [...new Set(newestFirst.flatMap(({ hostnames }) => hostnames))],
    family: null,
    old: null,
    new: null,
    reason: null,
    durationMs: null,
    events: newestFirst,
  };
}

function countEvents(notices: readonly ChannelNotice[]): string {
  const counts = new Map<NoticeEvent, number>();
  for (const { event } of notices) counts.set(event, (counts.get(event) ?? 0) + 1);
  return noticeEvents
    .filter((event) => counts.has(event))
    .map((event) => `${counts.get(event)} ${event}`)
    .join(", ");
}
