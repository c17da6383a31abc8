import type { Readable } from "node:stream";
import { TimeoutError } from "../../errors.ts";
import {
  type ApiRequest,
  type ApiResponse,
  type Cancellation,
  hasEffect,
  isRepeatable,
  type Layer,
  type Send,
} from "../exchange.ts";
import { untilAborted } from "../until-aborted.ts";

/** Limits the time of all attempts together. */
export const limitTotalTime: Layer = (next) => (request) => limited(request, next, request.timeouts.totalMs, "in all");

/** Limits the time of one attempt. What is downloaded is watched by the connection from then on. */
export const limitAttemptTime: Layer = (next) => (request) =>
  limited(request, next, request.timeouts.attemptMs, "in one attempt");

/** The time begins again with every part of an upload that is sent: it may take as long as something moves. */
function limited(request: ApiRequest, next: Send, ms: number, within: string): Promise<ApiResponse> {
  const limit = new TimeLimit(request, ms, within);
  const onProgress = (sentBytes: number, totalBytes: number | null) => {
    limit.restart();
    request.onProgress?.(sentBytes, totalBytes);
  };
  return limit.hold(next({ ...request, signal: limit, onProgress }));
}

/** A cancellation that comes from outside, or when time is over. */
class TimeLimit implements Cancellation {
  aborted = false;
  reason: unknown = undefined;
  #listeners: readonly (() => void)[] = [];
  readonly #outer: Cancellation | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(request: ApiRequest, ms: number, within: string) {
    this.#outer = request.signal;
    this.#timer = setTimeout(() => this.#abort(timeoutOf(request, ms, within)), Math.min(ms, 2 ** 31 - 1));
    if (this.#outer?.aborted) this.#forward();
    this.#outer?.addEventListener("abort", this.#forward);
  }

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners = [...this.#listeners, listener];
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.#listeners = this.#listeners.filter((one) => one !== listener);
  }

  restart(): void {
    this.#timer.refresh();
  }

  /** Ends with the exchange; a stream can be cancelled from outside for as long as it flows. */
  async hold(exchange: Promise<ApiResponse>): Promise<ApiResponse> {
    let stream: Readable | null = null;
    try {
      const response = await untilAborted(exchange, this);
      if (typeof response.body !== "string") stream = response.body;
      return response;
    } finally {
      clearTimeout(this.#timer);
      if (stream) stream.once("close", this.#detach);
      else this.#detach();
    }
  }

  #abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (const listener of this.#listeners) listener();
  }

  readonly #forward = () => this.#abort(this.#outer?.reason);
  readonly #detach = () => this.#outer?.removeEventListener("abort", this.#forward);
}

function timeoutOf({ operation, entry }: ApiRequest, ms: number, within: string): TimeoutError {
  return new TimeoutError({
    operation,
    what: `no answer within ${ms / 1000} s ${within}`,
    mayHaveHappened: hasEffect(entry),
    whatToDo: isRepeatable(entry) ? "Try again later, or allow more time" : "Check what is there before trying again",
  });
}
