import { Readable } from "node:stream";
import { TimeoutError } from "../errors.ts";
import { type ApiRequest, type ApiResponse, hasEffect, type Layer, type Send } from "./exchange.ts";
import { untilAborted } from "./until-aborted.ts";

/** All attempts together end in time. */
export const limitTotalTime: Layer = (next) => (request) => limited(request, next, request.timeouts.totalMs, "in all");

/** One attempt ends in time. What is downloaded is watched by the connection from then on. */
export const limitAttemptTime: Layer = (next) => (request) =>
  limited(request, next, request.timeouts.attemptMs, "in one attempt");

/** The time begins anew with every part of an upload that is sent: it may take as long as something moves. */
function limited(request: ApiRequest, next: Send, ms: number, within: string): Promise<ApiResponse> {
  const limit = new TimeLimit(request, ms, within);
  const onProgress = (sentBytes: number, totalBytes: number) => {
    limit.restart();
    request.onProgress?.(sentBytes, totalBytes);
  };
  return limit.hold(next({ ...request, signal: limit.signal, onProgress }));
}

class TimeLimit {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(request: ApiRequest, ms: number, within: string) {
    this.#outer = request.signal;
    this.#timer = setTimeout(() => this.#controller.abort(timeoutOf(request, ms, within)), Math.min(ms, 2 ** 31 - 1));
    if (this.#outer?.aborted) this.#forward();
    this.#outer?.addEventListener("abort", this.#forward, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    this.#timer.refresh();
  }

  /** Ends with the exchange; a stream can be cancelled from outside for as long as it flows. */
  async hold(exchange: Promise<ApiResponse>): Promise<ApiResponse> {
    let stream: Readable | null = null;
    try {
      const response = await untilAborted(exchange, this.signal);
      if (response.body instanceof Readable) stream = response.body;
      return response;
    } finally {
      clearTimeout(this.#timer);
      if (stream) stream.once("close", this.#detach);
      else this.#detach();
    }
  }

  readonly #forward = () => this.#controller.abort(this.#outer?.reason);
  readonly #detach = () => this.#outer?.removeEventListener("abort", this.#forward);
}

function timeoutOf({ operation, entry }: ApiRequest, ms: number, within: string): TimeoutError {
  return new TimeoutError({
    operation,
    what: `no answer within ${ms / 1000} s ${within}`,
    mayHaveHappened: hasEffect(entry),
    whatToDo: "Try again later, or allow more time",
  });
}
