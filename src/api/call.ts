import type { Readable } from "node:stream";
import { readAnswer } from "./send/answer/read-answer.ts";
import type { ApiRequest, ApiResponse, SendContext } from "./send/exchange.ts";
import { readRetryAfterMs } from "./send/pace/retry-after.ts";

/** A call in progress: await it for the result. */
export interface Call<Result> extends Promise<Result> {
  /** The result with the answer that it was read from. Rejects as the call itself does. */
  withResponse(): Promise<ResultWithResponse<Result>>;
  /** The server's answer as it is, whatever its status; rejects only if there is none. */
  rawResponse(): Promise<RawResponse>;
}

export interface RawResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ApiResponse["headers"];
  /** Text as received; a stream if it is a download that the server answered with 2xx. */
  readonly body: string | Readable;
  /** The delay in `Retry-After`, in milliseconds; null without one. */
  readonly retryAfterMs: number | null;
}

export interface ResultWithResponse<Result> extends RawResponse {
  readonly result: Result;
  /** The server's message, in its own words, which may be Norwegian; null without one. */
  readonly message: string | null;
}

export interface Exchange {
  readonly request: ApiRequest;
  readonly response: ApiResponse;
}

/** One exchange, read only in the way that the caller asks for. */
export class PendingCall<Result> implements Call<Result> {
  readonly [Symbol.toStringTag] = "Call";
  readonly #exchange: Promise<Exchange>;
  readonly #context: SendContext;
  #answered: Promise<ResultWithResponse<Result>> | undefined;

  constructor(exchange: Promise<Exchange>, context: SendContext) {
    this.#exchange = exchange;
    this.#context = context;
  }

  async rawResponse(): Promise<RawResponse> {
    return this.#raw(await this.#exchange);
  }

  withResponse(): Promise<ResultWithResponse<Result>> {
    this.#answered ??= this.#exchange.then((exchange) => {
      const { result, message } = readAnswer(exchange.request, exchange.response, this.#context);
      return { ...this.#raw(exchange), result: result as Result, message }; // the document's word; answers are never refused
    });
    return this.#answered;
  }

  // biome-ignore lint/suspicious/noThenProperty: a call is a promise
  then<Then = Result, Else = never>(
    fulfilled?: ((result: Result) => Then | PromiseLike<Then>) | null,
    rejected?: ((error: unknown) => Else | PromiseLike<Else>) | null,
  ): Promise<Then | Else> {
    return this.withResponse()
      .then(({ result }) => result)
      .then(fulfilled, rejected);
  }

  catch<Else = never>(rejected?: ((error: unknown) => Else | PromiseLike<Else>) | null): Promise<Result | Else> {
    return this.then(null, rejected);
  }

  finally(ended?: (() => void) | null): Promise<Result> {
    return this.then().finally(ended);
  }

  #raw({ response }: Exchange): RawResponse {
    const { status, headers, body } = response;
    return { status, headers, body, retryAfterMs: readRetryAfterMs(headers, this.#context.clock.wallMs()) };
  }
}
