import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { messageOf } from "../../platform/error-message.ts";
import { proxyFailed } from "../../platform/http/open-tunnel.ts";
import { GigahostError, NetworkError, TimeoutError } from "../errors.ts";
import { type ApiRequest, type ApiResponse, hasEffect, isRepeatable, type Send, type SendContext } from "./exchange.ts";
import type { UploadBody } from "./multipart.ts";
import { collectAnswer, TooLong } from "./wire/collect-answer.ts";
import { BrokenCoding } from "./wire/decode-content.ts";
import { resolverIsSilent } from "./wire/limit-lookup.ts";
import { makeAgent, resetCode } from "./wire/make-agent.ts";
import { streamAnswer } from "./wire/stream-answer.ts";

export interface HttpOptions {
  /** `https://api.gigahost.no`. */
  readonly origin: string;
  readonly userAgent: string;
  /** Instead of an own one: a proxy, a source address, a test's. */
  readonly dispatcher: Dispatcher | undefined;
  /** The HTTP proxy of the own connections. */
  readonly proxy: string | null;
}

/** Nothing longer is an answer of this API. */
const maxBytes = 64 * 2 ** 20;

/** The end of the chain: the connection. Follows no redirects; anything the server answers is an answer. */
export class HttpConnection {
  readonly #options: HttpOptions;
  readonly #context: SendContext;
  #dispatcher: Dispatcher | undefined;

  constructor(options: HttpOptions, context: SendContext) {
    this.#options = options;
    this.#context = context;
  }

  /** Lets running requests end, then closes the connections; a dispatcher that was given stays open. */
  async close(): Promise<void> {
    const own = this.#dispatcher;
    this.#dispatcher = undefined;
    if (own && own !== this.#options.dispatcher) await own.close();
  }

  readonly send: Send = async (request) => {
    const startedMs = this.#context.clock.steadyMs();
    const report = (status: string) => {
      const durationMs = this.#context.clock.steadyMs() - startedMs;
      request.onRequest?.({ operation: request.operation, status, durationMs });
      this.#context.debug?.({ operation: request.operation, status, durationMs }, "request");
    };
    try {
      const response = await this.#exchange(request);
      report(String(response.status));
      return response;
    } catch (error) {
      const failure = failureOf(request, error);
      report(failure instanceof TimeoutError ? "timeout" : wordFor(failure));
      throw failure;
    }
  };

  async #exchange(request: ApiRequest): Promise<ApiResponse> {
    // A given dispatcher makes its own connections.
    this.#dispatcher ??= this.#options.dispatcher ?? (await this.#makeAgent());
    const options = this.#optionsOf(request);
    const explain = (error: unknown) => failureOf(request, error);
    if (request.entry.answer.from === "binary") {
      return streamAnswer(this.#dispatcher, options, { request, maxBytes, explain });
    }
    return collectAnswer(this.#dispatcher, options, { signal: request.signal, maxBytes });
  }

  async #makeAgent(): Promise<Dispatcher> {
    const agent = await makeAgent(this.#options.proxy);
    // Another call may have been faster.
    return this.#dispatcher ?? agent;
  }

  #optionsOf({ entry, pathAndQuery, headers, body, timeouts, onProgress }: ApiRequest) {
    return {
      origin: this.#options.origin,
      path: pathAndQuery,
      method: entry.method,
      headers: { "accept-encoding": "identity", ...headers, ...headersOf(body), "user-agent": this.#options.userAgent },
      body:
        body === null || typeof body === "string"
          ? body
          : Readable.from(watched(body, onProgress), { objectMode: false }),
      // The chain has its own limits; only what flows to the caller is watched here.
      headersTimeout: 0,
      bodyTimeout: entry.answer.from === "binary" ? timeouts.attemptMs : 0,
    };
  }
}

function headersOf(body: ApiRequest["body"]): Record<string, string> {
  if (body === null) return {};
  if (typeof body === "string") return { "content-type": "application/json" };
  const length = body.bytes === null ? {} : { "content-length": String(body.bytes) };
  return { "content-type": body.contentType, ...length };
}

/** A piece of an upload: small enough to tell that a slow line moves. */
const maxPieceBytes = 256 * 1024;

/** The body, telling how far it is whenever the connection asks for more. */
async function* watched(body: UploadBody, onProgress: ApiRequest["onProgress"]): AsyncGenerator<Uint8Array> {
  let sentBytes = 0;
  for await (const chunk of body.read()) {
    for (let at = 0; at < chunk.length; at += maxPieceBytes) {
      const piece = chunk.subarray(at, at + maxPieceBytes);
      yield piece;
      sentBytes += piece.length;
      onProgress?.(sentBytes, body.bytes);
    }
  }
}

/** Codes of failures before anything was sent. */
const beforeSending =
  /^(EPROXY|ECONNREFUSED|ENOTFOUND|EAI_\w+|RESOLVER_SILENT|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/;
const untrusted =
  /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)|HOSTNAME_MISMATCH|EPROTO$)/;

const lookFirst = "Check what is there before trying again";

/** What the connection's error means; a reason given by whoever cancelled the call is passed on as it is. */
function failureOf(request: ApiRequest, error: unknown): unknown {
  if (error instanceof GigahostError) return error;
  if (request.signal?.aborted) return request.signal.reason;
  const code = error instanceof TooLong ? "TOO_LONG" : error instanceof BrokenCoding ? "BROKEN_CODING" : codeOf(error);
  const isTls = untrusted.test(code);
  const failure = {
    operation: request.operation,
    mayHaveHappened: hasEffect(request.entry) && !isTls && !beforeSending.test(code),
  };
  if (/TIMEOUT|ETIMEDOUT/.test(code)) {
    return new TimeoutError({ ...failure, what: "no connection or no answer in time", whatToDo: "Try again later" });
  }
  const words = request.mask.text(messageOf(error));
  const explained = { ...failure, ...explain(code, isTls, words) };
  const isRisky = failure.mayHaveHappened && !isRepeatable(request.entry);
  return new NetworkError({ ...explained, ...(isRisky ? { whatToDo: lookFirst } : {}) }, code, isTls);
}

const unknownIssuer = /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF))/;

const interceptedAdvice =
  "If a proxy or virus scanner in your network inspects TLS, set NODE_EXTRA_CA_CERTS to a file with its certificate";

/** What the codes and words of the client and the system mean. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/^HTTP_101$|^bad upgrade$/, "the server answered with HTTP 101, which was not requested"],
  [/^(ECONNRESET|EPIPE)$|^other side closed$|^UND_ERR_RES_CONTENT_LENGTH/, "the connection broke"],
  [/^(HPE_|ERR_ASSERTION)|^bad response$|^Response does not match the HTTP/, "the server's answer is not HTTP"],
  [/^EHOSTUNREACH$/, "no route to the server"],
  [/^(ENETUNREACH|EADDRNOTAVAIL)$/, "the network is unreachable"],
];

function explain(code: string, isTls: boolean, words: string): { readonly what: string; readonly whatToDo: string } {
  if (code === "CERT_NOT_YET_VALID") {
    return { what: "the server's certificate is not yet valid", whatToDo: "Check this machine's clock" };
  }
  if (code === "TOO_LONG") {
    return { what: `the answer is longer than ${maxBytes / 2 ** 20} MiB and was not read`, whatToDo: "" };
  }
  if (code === proxyFailed) return { what: words, whatToDo: "Check the proxy" };
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) {
    return { what: "the server doesn't speak TLS properly", whatToDo: "Check the base URL and any proxy" };
  }
  if (unknownIssuer.test(code)) {
    return { what: "the server's certificate comes from an unknown authority", whatToDo: interceptedAdvice };
  }
  if (isTls) {
    return { what: `the server's certificate can't be trusted (${words || code})`, whatToDo: "Check the base URL" };
  }
  if (code === resolverIsSilent || code.startsWith("EAI_")) {
    const silence = code === resolverIsSilent ? "no resolver answers" : "no resolver answers properly";
    return { what: `the server's name can't be looked up: ${silence}`, whatToDo: "Check the network and its DNS" };
  }
  if (code === "ENOTFOUND") {
    return { what: "the resolver doesn't know the server's name", whatToDo: "Check the base URL, and DNS" };
  }
  if (code === "BROKEN_CODING") {
    return { what: "the answer has broken compression", whatToDo: "Try again later" };
  }
  if (code === "ECONNREFUSED") {
    return { what: "nothing answers at the server's address", whatToDo: "Check the base URL, or try again later" };
  }
  const known = meanings.find(([pattern]) => pattern.test(code) || pattern.test(words))?.[1];
  return {
    what: known ?? `the connection failed (${words || code})`,
    whatToDo: "Check the network, or try again later",
  };
}

/** With two families tried at once, the error is a bundle of several. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const own = "code" in error && typeof error.code === "string" ? error.code : "";
  if (own === resetCode) return "ECONNRESET";
  return own || codeOf(error instanceof AggregateError ? error.errors[0] : error.cause);
}

const wordFor = (failure: unknown) => (failure instanceof NetworkError && failure.untrusted ? "tls" : "network");
