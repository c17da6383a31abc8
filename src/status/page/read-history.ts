import type { HistoryEvent } from "../../model/history.ts";

/** A change of address, whatever the number of hostnames that followed it. */
export interface AddressChange {
  readonly atMs: number;
  readonly family: "ipv4" | "ipv6" | null;
  readonly old: string | null;
  readonly new: string | null;
  /** From seen to published; null if unknown. */
  readonly reactionMs: number | null;
}

/** A period of trouble or on hold, of one hostname or of many. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly kind: "trouble" | "held";
  readonly reason: string | null;
}

/** The changes among the events, each once. */
export function listChanges(events: readonly HistoryEvent[]): readonly AddressChange[] {
  const changes = new Map<string, AddressChange>();
  for (const { at, event, family, old, new: now, durationMs } of events) {
    if (event !== "changed") continue;
    const key = `${at} ${family} ${old} ${now}`;
    // How long a hostname was not configured says nothing about us.
    const reactionMs = old === null ? null : (durationMs ?? changes.get(key)?.reactionMs ?? null);
    changes.set(key, { atMs: Date.parse(at), family, old, new: now, reactionMs });
  }
  return [...changes.values()];
}

/** What was wrong, and from when to when; anything not over lasts until now. */
export function listSpans(events: readonly HistoryEvent[], nowMs: number): readonly Span[] {
  const open = new Map<string, Span>();
  const spans = new Map<string, Span>();
  const add = (span: Span) => spans.set(`${span.fromMs} ${span.toMs} ${span.reason}`, span);
  for (const { at, event, hostname, family, reason, durationMs } of events) {
    if (event === "changed") continue;
    const atMs = Date.parse(at);
    const key = `${hostname} ${family} ${hostname === null ? reason : ""}`;
    const before = open.get(key);
    if (event === "recovered") {
      const fromMs = durationMs === null ? (before?.fromMs ?? atMs) : atMs - durationMs;
      add({ fromMs, toMs: atMs, kind: before?.kind ?? "trouble", reason });
      open.delete(key);
    } else open.set(key, { fromMs: before?.fromMs ?? atMs, toMs: nowMs, kind: event, reason });
  }
  for (const span of open.values()) add(span);
  return [...spans.values()];
}

/** How many times something was wrong, counting what overlaps once, and for how long in total. */
export function measureSpans(spans: readonly Span[]): { readonly count: number; readonly totalMs: number } {
  let count = 0;
  let totalMs = 0;
  let endMs = Number.NEGATIVE_INFINITY;
  for (const { fromMs, toMs } of spans.toSorted((one, other) => one.fromMs - other.fromMs)) {
    if (fromMs > endMs) count += 1;
    totalMs += Math.max(0, toMs - Math.max(fromMs, endMs));
    endMs = Math.max(endMs, toMs);
  }
  return { count, totalMs };
}
