import type { Cancellation } from "./exchange.ts";

/** Throws the reason if the call has been cancelled. */
export function throwIfAborted(signal: Cancellation | undefined): void {
  if (signal?.aborted) throw signal.reason;
}

/** The same as an AbortSignal, for what takes nothing else. */
export function toAbortSignal(signal: Cancellation | undefined): AbortSignal | undefined {
  if (!signal || signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  else signal.addEventListener("abort", () => controller.abort(signal.reason));
  return controller.signal;
}
