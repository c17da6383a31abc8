import { stat } from "node:fs/promises";
import type { Clock } from "../../platform/clock.ts";

const everyMs = 2_000;

/** Looks at a file every two seconds; tells when it is another one than before, or is gone. Returns what ends it. */
export function watchFile(file: string, clock: Clock, onChange: () => void): () => void {
  const stop = new AbortController();
  const look = async () => {
    const stats = await stat(file, { bigint: true }).catch(() => null);
    return stats === null ? "" : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
  };
  const run = async () => {
    let before = await look();
    for (;;) {
      await clock.sleep(everyMs, stop.signal);
      if (stop.signal.aborted) return;
      const now = await look();
      if (now !== before) onChange();
      before = now;
    }
  };
  void run();
  return () => stop.abort();
}
