import type { Clock } from "../../src/platform/clock.ts";

/** A clock that leaps to whoever is to be woken next once nobody has anything else to do: hours pass in no time. */
export interface LeapClock extends Clock {
  /** Runs something to its end. */
  runToEnd<Result>(work: Promise<Result>): Promise<Result>;
  /** Lets time pass while nobody is at work. */
  skip(ms: number): void;
}

export function createLeapClock(startMs = Date.UTC(2026, 0, 1)): LeapClock {
  let nowMs = startMs;
  const sleepers = new Set<{ readonly dueMs: number; readonly wake: () => void }>();
  const leap = () => {
    let next: { readonly dueMs: number; readonly wake: () => void } | null = null;
    for (const sleeper of sleepers) if (next === null || sleeper.dueMs < next.dueMs) next = sleeper;
    if (next === null) throw new Error("nobody is to be woken, and the work does not end");
    nowMs = Math.max(nowMs, next.dueMs);
    next.wake();
  };
  return {
    wallMs: () => nowMs,
    steadyMs: () => nowMs,
    sleep(ms, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const sleeper = { dueMs: nowMs + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake, { once: true });
      });
    },
    async runToEnd(work) {
      let isOver = false;
      const end = () => {
        isOver = true;
      };
      work.then(end, end);
      for (;;) {
        // All that can go on without time passing goes on first.
        await new Promise((resolve) => setImmediate(resolve));
        if (isOver) return work;
        leap();
      }
    },
    skip(ms) {
      nowMs += ms;
    },
  };
}
