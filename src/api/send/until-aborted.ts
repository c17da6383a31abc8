import type { Cancellation } from "./exchange.ts";

/** Ends at once with the signal's reason when it is aborted, even while the promise waits for something that isn't. */
export function untilAborted<Result>(promise: Promise<Result>, signal: Cancellation | undefined): Promise<Result> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort);
    const detach = () => signal.removeEventListener("abort", abort);
    promise.then(
      (result) => {
        detach();
        resolve(result);
      },
      (error: unknown) => {
        detach();
        reject(error);
      },
    );
  });
}
