import type { Clock } from "../platform/clock.ts";
import { dueMs, noteEvent, noteWoken, startPace } from "./pace.ts";

/** What several watchers tell, turned into few rounds: see `pace.ts`. */
export interface Coalescing {
  tell(what: string): void;
  /** Wakes nobody afterwards. */
  close(): void;
}

/** `wake`: given what happened since the last time, in plain words. */
export function coalesceEvents(clock: Clock, wake: (what: string) => void): Coalescing {
  const closed = new AbortController();
  let pace = startPace(clock.steadyMs());
  let told = new Set<string>();
  let isWaiting = false;
  const act = () => {
    pace = noteWoken(pace, clock.steadyMs());
    const what = describe(told);
    told = new Set();
    wake(what);
  };
  const actWhenDue = async () => {
    isWaiting = true;
    for (let due = dueMs(pace); due !== null; due = dueMs(pace)) {
      const leftMs = due - clock.steadyMs();
      if (closed.signal.aborted) break;
      if (leftMs <= 0) act();
      else await clock.sleep(leftMs, closed.signal);
    }
    isWaiting = false;
  };
  return {
    tell(what) {
      if (closed.signal.aborted) return;
      pace = noteEvent(pace, clock.steadyMs());
      if (told.size < maxTold) told.add(what);
      if (!isWaiting) void actWhenDue();
    },
    close: () => closed.abort(),
  };
}

const maxTold = 5;

function describe(told: ReadonlySet<string>): string {
  return `${[...told].join("; ")}${told.size === maxTold ? "; …" : ""}`;
}
