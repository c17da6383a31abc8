import type { HistoryEvent } from "../model/history.ts";
import { noticeEvents } from "../model/settings/notice-event.ts";

/** One line of the file: what happened to several hostnames at once. */
export interface HistoryRecord extends Omit<HistoryEvent, "hostname" | "more"> {
  readonly hostnames: readonly string[];
  /** Hostnames that there was no room for. */
  readonly more: number;
  /** Of a trouble: what it is known by, so that its end is seen after a restart. */
  readonly keys: readonly string[];
}

/** Thousands of hostnames may change at once; a line names the first of them. */
const maxNames = 50;
const maxReasonLength = 500;

/** As a line, bounded. */
export function formatRecord(record: HistoryRecord): string {
  const { hostnames, keys, reason, more } = record;
  const bounded: HistoryRecord = {
    ...record,
    hostnames: hostnames.slice(0, maxNames),
    more: more + Math.max(0, hostnames.length - maxNames),
    keys: keys.slice(0, maxNames),
    reason: reason === null ? null : reason.slice(0, maxReasonLength),
  };
  return `${JSON.stringify(bounded)}\n`;
}

/** Unreadable lines are skipped: the last one may be cut off, and a lost line is no reason to lose the others. */
export function parseRecords(text: string): HistoryRecord[] {
  return text.split("\n").flatMap((line) => parseRecord(line) ?? []);
}

function parseRecord(line: string): HistoryRecord | null {
  if (!line.endsWith("}")) return null;
  try {
    const value: Partial<HistoryRecord> = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: Partial<HistoryRecord>): value is HistoryRecord {
  const { at, event, hostnames, keys, more, durationMs } = value;
  return (
    typeof at === "string" &&
    Number.isFinite(Date.parse(at)) &&
    noticeEvents.some((known) => known === event) &&
    [hostnames, keys].every(isListOfTexts) &&
    typeof more === "number" &&
    (durationMs === null || typeof durationMs === "number") &&
    [value.family, value.old, value.new, value.seenAt, value.source, value.reason].every(isTextOrNull)
  );
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}
