import type { HistoryEvent } from "../model/history.ts";
import { dayMs } from "../model/time/units.ts";
import type { HistoryRecord } from "./record.ts";

export interface Period {
  readonly days: number;
  /** Wall time. */
  readonly nowMs: number;
}

/** What happened within the last days, one event for each hostname, the newest last. */
export function listEvents(records: readonly HistoryRecord[], { days, nowMs }: Period): HistoryEvent[] {
  const recent = records.filter(({ at }) => nowMs - Date.parse(at) <= days * dayMs);
  // A clock that was set may have written them in another order.
  return recent.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)).flatMap(eventsOf);
}

function eventsOf({ hostnames, more, keys: _, ...record }: HistoryRecord): HistoryEvent[] {
  const named = hostnames.map((hostname) => toEvent(record, hostname));
  if (more > 0) return [...named, { ...toEvent(record, null), more }];
  return named.length > 0 ? named : [toEvent(record, null)];
}

function toEvent(record: Omit<HistoryRecord, "hostnames" | "more" | "keys">, hostname: string | null): HistoryEvent {
  const { at, event, family, seenAt, source, reason, durationMs } = record;
  return { at, event, hostname, family, old: record.old, new: record.new, seenAt, source, reason, durationMs };
}
