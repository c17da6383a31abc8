import type { Clock } from "../../platform/clock.ts";
import type { Watcher } from "../watcher.ts";

const lookEveryMs = 1_000;
const toleratedMs = 5_000;

/** A machine that slept: its wall clock is ahead of the steady one, which stood still. A clock that was set looks the same. */
export function watchResume(clock: Clock): Watcher {
  return {
    name: "resume",
    async watch(ears, signal) {
      for (let before = aheadMs(clock); !signal.aborted; await clock.sleep(lookEveryMs, signal)) {
        const now = aheadMs(clock);
        const jumpedMs = now - before;
        before = now;
        if (Math.abs(jumpedMs) > toleratedMs) {
          ears.tell(`the clock jumped by ${Math.round(jumpedMs / 1000)} s: this machine slept, or the clock was set`);
        }
      }
    },
  };
}

function aheadMs(clock: Clock): number {
  return clock.wallMs() - clock.steadyMs();
}
