import type { Ears, Watcher } from "./watcher.ts";

export interface Running {
  /** Resolves when all of them have closed what they opened. */
  close(): Promise<void>;
}

/** Runs watchers side by side; `earsOf` is told which of them speaks. A defect of one ends that one only. */
export function runWatchers(watchers: readonly Watcher[], earsOf: (name: string) => Ears): Running {
  const stop = new AbortController();
  const ended = watchers.map(async (watcher) => {
    const ears = earsOf(watcher.name);
    await watcher.watch(ears, stop.signal).catch((error) => ears.say(`it failed: ${error}`));
  });
  return {
    async close() {
      stop.abort();
      await Promise.all(ended);
    },
  };
}
