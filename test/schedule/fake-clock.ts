import type { Clock } from "../../src/platform/clock.ts";

/** A clock that moves only when told, and can be set, like the real one. */
export interface FakeClock extends Clock {
  /** Lets time pass, ending the sleeps that are due, in order. */
  pass(ms: number): Promise<void>;
  /** Sets the wall clock that much ahead (or back); the steady clock goes on. */
  setWall(byMs: number): void;
  /** The machine sleeps: the wall clock goes on, the steady one and all timers stand still. */
  suspend(ms: number): void;
  /** How long each sleep was asked to be. */
  readonly sleepsMs: readonly number[];
}

/** `settle`: waits until everybody who was woken has done its work; one turn of the event loop unless given. */
export function createFakeClock(startMs = Date.UTC(2026, 0, 1), settle = nextTurn): FakeClock {
  let wallMs = startMs;
  let steadyMs = startMs;
  const sleepers = new Set<{ dueMs: number; wake: () => void }>();
  const sleepsMs: number[] = [];
  const move = (ms: number) => {
    wallMs += ms;
    steadyMs += ms;
  };
  return {
    wallMs: () => wallMs,
    steadyMs: () => steadyMs,
    sleepsMs,
    sleep(ms, signal) {
      sleepsMs.push(ms);
      return new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = { dueMs: steadyMs + ms, wake: () => wake() };
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake, { once: true });
      });
    },
    async pass(ms) {
      const endMs = steadyMs + ms;
      await settle();
      for (;;) {
        const [next] = [...sleepers].sort((one, other) => one.dueMs - other.dueMs);
        if (!next || next.dueMs > endMs) break;
        move(Math.max(0, next.dueMs - steadyMs));
        sleepers.delete(next);
        next.wake();
        await settle();
      }
      move(endMs - steadyMs);
      await settle();
    },
    setWall(byMs) {
      wallMs += byMs;
    },
    suspend(ms) {
      wallMs += ms;
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
