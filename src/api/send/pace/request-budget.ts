import { systemClock } from "../../../platform/clock.ts";
import type { ApiClock } from "../../clock.ts";
import type { Layer, SendContext } from "../exchange.ts";
import { toAbortSignal } from "../throw-if-aborted.ts";
import { readRetryAfterMs } from "./retry-after.ts";

export interface BudgetOptions {
  /** How many requests per minute, on average. */
  readonly perMinute: number;
  /** How many at once after a quiet time; `perMinute` by default. */
  readonly burst?: number;
  readonly clock?: ApiClock;
}

/** How many requests an account may send; shared by every client that is given it (a token bucket). */
export class RequestBudget {
  readonly #clock: ApiClock;
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #filledMs: number;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;

  constructor({ perMinute, burst = perMinute, clock = systemClock }: BudgetOptions) {
    if (!(perMinute > 0 && burst >= 1)) throw new RangeError("perMinute must be above 0 and burst at least 1");
    this.#clock = clock;
    this.#perMs = perMinute / 60_000;
    this.#burst = burst;
    this.#tokens = burst;
    this.#filledMs = clock.steadyMs();
  }

  /** Resolves when a request may be sent; rejects with the signal's reason when it is aborted before. */
  async take(signal?: AbortSignal): Promise<void> {
    const waitMs = this.#reserve();
    if (waitMs > 0) await this.#clock.sleep(waitMs, signal);
    signal?.throwIfAborted();
  }

  /** Stops all requests for that long: the server said that there were too many. */
  pause(ms: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#clock.steadyMs() + ms);
  }

  /** Takes one token, on credit if need be, and says how long to wait for it. */
  #reserve(): number {
    const nowMs = this.#clock.steadyMs();
    this.#tokens = Math.min(this.#burst, this.#tokens + (nowMs - this.#filledMs) * this.#perMs);
    this.#filledMs = nowMs;
    this.#tokens -= 1;
    return Math.max(0, -this.#tokens / this.#perMs, this.#pausedUntilMs - nowMs);
  }
}

/** Each attempt draws on the budget; a 429 that names a time stops all of them until then. */
export function keepBudget(budget: RequestBudget | undefined, { clock }: SendContext): Layer {
  if (!budget) return (next) => next;
  return (next) => async (request) => {
    await budget.take(toAbortSignal(request.signal));
    const response = await next(request);
    const pauseMs = response.status === 429 ? readRetryAfterMs(response.headers, clock.wallMs()) : null;
    if (pauseMs !== null) budget.pause(pauseMs);
    return response;
  };
}
