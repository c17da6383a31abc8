import { setMaxListeners } from "node:events";
import type { Clock } from "./clock.ts";

/** How long something that was told to stop may take to end by itself, before it is given up. */
const usualGraceMs = 1_000;

/**
 * Runs something that ends in time. It is given a signal that is aborted after `ms` (with `TimeIsUp`) or with `outer`
 * (and its reason). What doesn't listen is left behind after the grace: the promise then rejects with the signal's reason.
 *
 * The only time limit of the program. Not AbortSignal.any or AbortSignal.timeout: on Node 20 they were seen to be
 * collected before they fire, and to keep every signal alive as long as the outer one.
 */
export async function withLimit<Result>(
  clock: Clock,
  ms: number,
  outer: AbortSignal | null,
  run: (signal: AbortSignal) => Promise<Result>,
  graceMs: number = usualGraceMs,
): Promise<Result> {
  const stop = new AbortController();
  // Whoever runs may ask many at the same time, each of whom listens; Node warns about more than ten.
  setMaxListeners(0, stop.signal);
  const finished = new AbortController();
  const passOn = () => stop.abort(outer?.reason);
  if (outer?.aborted) passOn();
  outer?.addEventListener("abort", passOn, { once: true });
  void clock.sleep(ms, finished.signal).then(() => {
    if (!finished.signal.aborted) stop.abort(new TimeIsUp(ms));
  });
  try {
    return await Promise.race([run(stop.signal), leaveBehind(clock, graceMs, stop.signal, finished.signal)]);
  } finally {
    outer?.removeEventListener("abort", passOn);
    finished.abort(over);
  }
}

/** A reason of our own: without one, each abort would create an exception that nobody sees. */
const over = "over";

/** The reason of a signal whose time is over. */
export class TimeIsUp extends Error {
  override readonly name = "TimeIsUp";
  constructor(ms: number) {
    super(`no answer within ${Math.round(ms / 100) / 10} s`);
  }
}

/** Whether an error means that a limit was met: Node's own AbortError has the signal's reason as its cause. */
export function isTimeUp(error: unknown): boolean {
  return error instanceof TimeIsUp || (error instanceof Error && error.cause instanceof TimeIsUp);
}

/** Rejects when a signal has been aborted for as long as the grace, unless everything is finished before. */
function leaveBehind(clock: Clock, graceMs: number, signal: AbortSignal, finished: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => {
      void clock.sleep(graceMs, finished).then(() => reject(signal.reason));
    };
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true });
  });
}
