import type { Clock } from "../platform/clock.ts";
import type { WakeReason, WakeUps } from "./wake-ups.ts";

/** Both clocks at one moment. */
export interface ClockReading {
  readonly wallMs: number;
  readonly steadyMs: number;
}

export function readClock(clock: Clock): ClockReading {
  return { wallMs: clock.wallMs(), steadyMs: clock.steadyMs() };
}

/** Why the wait is over. `clock`: the wall clock was set, or the machine slept · `stop`: the signal. */
export type RoundReason = "schedule" | "clock" | "stop" | WakeReason;

export interface Waiting {
  readonly clock: Clock;
  /** The schedule's next moment, by the wall clock as it was at `since`. */
  readonly dueWallMs: number;
  /** When the schedule was last looked at; best from before the last round, so that a jump during it counts too. */
  readonly since: ClockReading;
  readonly wakeUps: WakeUps;
  readonly signal: AbortSignal;
}

/** Waits for the next round: until it is due by the steady clock, the wall clock jumps, or something wakes it. Never rejects. */
export async function waitForNext({ clock, dueWallMs, since, wakeUps, signal }: Waiting): Promise<RoundReason> {
  // Not AbortSignal.any: it leaks in several releases of Node 20, and this loop runs for years.
  const stop = () => wakeUps.interrupt();
  signal.addEventListener("abort", stop);
  try {
    for (;;) {
      if (signal.aborted) return "stop";
      const wakeReason = wakeUps.take();
      if (wakeReason !== null) return wakeReason;
      const decision = decideWait(readClock(clock), since, dueWallMs);
      if (decision.kind === "go") return decision.reason;
      await clock.sleep(decision.ms, wakeUps.signal());
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** A suspended machine's steady clock stands still, and a set clock moves the schedule: either is noticed within that time. */
const maxSleepMs = 10_000;
const toleratedDriftMs = 5_000;

export type WaitDecision =
  | { readonly kind: "go"; readonly reason: "schedule" | "clock" }
  | { readonly kind: "sleep"; readonly ms: number };

/** Pure: what to do now, when the wait was planned at `since` for `dueWallMs`. */
export function decideWait(now: ClockReading, since: ClockReading, dueWallMs: number): WaitDecision {
  const passedMs = now.steadyMs - since.steadyMs;
  const driftMs = now.wallMs - since.wallMs - passedMs;
  if (Math.abs(driftMs) > toleratedDriftMs) return { kind: "go", reason: "clock" };
  const leftMs = dueWallMs - since.wallMs - passedMs;
  if (leftMs <= 0) return { kind: "go", reason: "schedule" };
  return { kind: "sleep", ms: Math.min(leftMs, maxSleepMs) };
}
