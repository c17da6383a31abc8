import type { Clock } from "../platform/clock.ts";

export interface RateLimit {
  /** Counts one of a key; returns how long it must wait, in milliseconds; 0: it may continue. */
  take(key: string): number;
}

/** At most so many in any minute, by key. */
export function createRateLimit(clock: Clock, maxPerMinute: number): RateLimit {
  const windowMs = 60_000;
  const taken = new Map<string, number[]>();
  return {
    take(key) {
      const nowMs = clock.steadyMs();
      const recent = (taken.get(key) ?? []).filter((atMs) => nowMs - atMs < windowMs);
      const isFull = recent.length >= maxPerMinute;
      taken.delete(key);
      taken.set(key, isFull ? recent : recent.concat(nowMs));
      if (isFull) return (recent[0] ?? nowMs) + windowMs - nowMs;
      forgetOld(taken, nowMs - windowMs);
      return 0;
    },
  };
}

/** Keys are in the order of their last use. */
function forgetOld(taken: Map<string, number[]>, beforeMs: number): void {
  for (const [key, times] of taken) {
    if ((times.at(-1) ?? 0) > beforeMs) return;
    taken.delete(key);
  }
}
