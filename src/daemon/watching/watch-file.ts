import { stat } from "node:fs/promises";
import type { Clock } from "../../platform/clock.ts";

const everyMs = 2_000;
/** It may still be being written: it counts once it is the same at the next look. */
const settleMs = 500;
/** One that is written to all the time counts as it is. */
const maxSettling = 20;

/** Looks at a file every two seconds; reports when it has changed or is gone, and stays so. Returns a function that stops it. */
export function watchFile(file: string, clock: Clock, onChange: () => void): () => void {
  const stop = new AbortController();
  const look = async () => {
    const stats = await stat(file, { bigint: true }).catch(() => null);
    return stats === null ? "" : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
  };
  const settle = async (first: string) => {
    let last = first;
    for (let turn = 0; turn < maxSettling; turn++) {
      await clock.sleep(settleMs, stop.signal);
      const now = await look();
      if (now === last) return now;
      last = now;
    }
    return last;
  };
  const run = async () => {
    let before = await look();
    for (;;) {
      await clock.sleep(everyMs, stop.signal);
      if (stop.signal.aborted) return;
      let now = await look();
      if (now !== before) now = await settle(now);
      if (stop.signal.aborted) return;
      if (now !== before) onChange();
      before = now;
    }
  };
  void run();
  return () => stop.abort();
}
