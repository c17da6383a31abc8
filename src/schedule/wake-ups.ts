/** Who asks for a round before its time: a user's `update` or `retry` · a network event · a `reload` of the configuration. */
export type WakeReason = "request" | "event" | "reload";

/** Collects what asks for a round; several before the next one are one. */
export interface WakeUps {
  wake(reason: WakeReason): void;
  /** Ends a sleep without leaving a reason. */
  interrupt(): void;
  /** The first reason since the last call, null if there was none; forgets the others. */
  take(): WakeReason | null;
  /** Aborted as soon as there is something to take, or by `interrupt`. */
  signal(): AbortSignal;
}

export function createWakeUps(): WakeUps {
  let pending: WakeReason | null = null;
  let controller = new AbortController();
  return {
    wake(reason) {
      pending ??= reason;
      controller.abort();
    },
    interrupt: () => controller.abort(),
    take() {
      const reason = pending;
      pending = null;
      if (controller.signal.aborted) controller = new AbortController();
      return reason;
    },
    signal: () => controller.signal,
  };
}
