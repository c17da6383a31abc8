import type { Clock } from "../../platform/clock.ts";

export interface FreshValue<Value> {
  /** The value, if it is fresh; otherwise as it is now. Those who ask meanwhile share one request. */
  read(): Promise<Value>;
  /** As it is now. */
  renew(): Promise<Value>;
  forget(): void;
}

/** A slow answer may come when nobody waits for it any longer; the next one who asks gets it, up to this age. */
const unreadFreshMs = 120_000;

/** A value that is fetched when somebody asks, and shared for a while. */
export function createFreshValue<Value>(clock: Clock, freshMs: number, fetch: () => Promise<Value>): FreshValue<Value> {
  let kept: { readonly value: Value; readonly atMs: number; wasRead: boolean } | null = null;
  let running: Promise<Value> | null = null;
  let generation = 0;

  const renew = () => {
    if (running) return running;
    const mine = ++generation;
    const startedMs = clock.steadyMs();
    const current = fetch().then((value) => {
      const tookMs = clock.steadyMs() - startedMs;
      if (mine === generation) kept = { value, atMs: clock.steadyMs(), wasRead: tookMs < freshMs };
      return value;
    });
    running = current;
    const settle = () => {
      if (running === current) running = null;
    };
    current.then(settle, settle);
    return current;
  };

  return {
    renew,
    async read() {
      const maxAgeMs = kept?.wasRead === false ? unreadFreshMs : freshMs;
      if (kept === null || clock.steadyMs() - kept.atMs > maxAgeMs) return renew();
      kept.wasRead = true;
      return kept.value;
    },
    forget() {
      kept = null;
      running = null;
      generation++;
    },
  };
}
