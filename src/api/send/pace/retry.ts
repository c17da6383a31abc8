import type { Attempt } from "../../../model/fallible.ts";
import { NetworkError, TimeoutError } from "../../errors.ts";
import type { ApiRequest, ApiResponse, Layer, SendContext } from "../exchange.ts";
import { isRepeatable } from "../exchange.ts";
import { throwIfAborted, toAbortSignal } from "../throw-if-aborted.ts";
import { readRetryAfterMs } from "./retry-after.ts";

/** The longest `Retry-After` that a call waits for; a longer one is up to the caller. */
const maxRetryAfterMs = 60_000;

/** An HTTP 429 is known to need patience: 2, 4, 8, 16, 32 s. */
const rateLimit = { firstMs: 2_000, maxMs: 32_000, maxRetries: Number.POSITIVE_INFINITY };
/** A server error or a broken connection is over soon, or not at all: 0.5, 1, 2 s. */
const trouble = { firstMs: 500, maxMs: 8_000, maxRetries: 3 };

type AttemptEnd = Attempt<{ readonly response: ApiResponse }, { readonly error: unknown }>;

/** Sends again what may be sent again: anything after 429; after a 5xx or without an answer, what is safe to repeat. */
export function retry({ clock, random, debug }: SendContext): Layer {
  return (next) => async (request) => {
    for (let attempt = 1; ; attempt++) {
      const end = await endOf(next(request));
      if (end.ok && end.response.status < 400) return end.response;
      const waitMs = attempt > request.retries ? null : waitBefore(request, end, attempt);
      if (waitMs === null || request.signal?.aborted) return finish(end);
      debug?.({ operation: request.operation, attempt, waitMs }, "sending again");
      await clock.sleep(waitMs, toAbortSignal(request.signal));
      // Where time runs out between two attempts, the last end says more than that.
      if (request.signal?.reason instanceof TimeoutError) return finish(end);
      throwIfAborted(request.signal);
    }
  };

  /** How long to wait before the next attempt, in milliseconds; null: there is none. */
  function waitBefore(request: ApiRequest, end: AttemptEnd, attempt: number): number | null {
    const kind = kindOf(request, end);
    if (kind === null || attempt > kind.maxRetries) return null;
    const chance = random();
    const ownMs = Math.min(kind.maxMs, kind.firstMs * 2 ** (attempt - 1)) * (0.75 + chance / 2);
    const asked = end.ok ? readRetryAfterMs(end.response.headers, clock.wallMs()) : null;
    if (asked === null) return ownMs;
    // A server may ask for more patience than we have anyway, never for less.
    return asked > maxRetryAfterMs ? null : Math.max(ownMs, asked + chance * Math.min(1_000, asked / 10));
  }
}

async function endOf(exchange: Promise<ApiResponse>): Promise<AttemptEnd> {
  try {
    return { ok: true, response: await exchange };
  } catch (error) {
    return { ok: false, error };
  }
}

function kindOf(request: ApiRequest, end: AttemptEnd): typeof rateLimit | null {
  if (end.ok) {
    if (end.response.status === 429) return rateLimit;
    return end.response.status >= 500 && isRepeatable(request.entry) ? trouble : null;
  }
  return isRepeatable(request.entry) && isWithoutAnswer(end.error) ? trouble : null;
}

/** A certificate that isn't trusted now won't be a second later. */
function isWithoutAnswer(error: unknown): boolean {
  return error instanceof TimeoutError || (error instanceof NetworkError && !error.untrusted);
}

function finish(end: AttemptEnd): ApiResponse {
  if (!end.ok) throw end.error;
  return end.response;
}
