import type { HistoryEvent } from "../../model/history.ts";

/** A change that somebody else made: it was put back, and the history shows what was there in between. */
export interface ForeignChange {
  readonly hostname: string;
  readonly family: string;
  /** When it was put back. */
  readonly at: string;
  /** What was there instead; null: the record was gone. */
  readonly instead: string | null;
}

/** A name is left as it was published: where the next change begins from something else, another program was there. */
export function findForeignChanges(events: readonly HistoryEvent[]): ForeignChange[] {
  const published = new Map<string, string | null>();
  return events.flatMap(({ event, hostname, family, old, new: address, at }) => {
    if (event !== "changed" || hostname === null || family === null) return [];
    const key = `${hostname} ${family}`;
    const before = published.get(key);
    published.set(key, address);
    // After our own deletion nothing is there, and before the first publication anything may have been.
    return before === undefined || before === null || before === old ? [] : [{ hostname, family, at, instead: old }];
  });
}
