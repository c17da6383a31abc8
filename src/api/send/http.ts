import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { GigahostError, NetworkError, TimeoutError } from "../errors.ts";
import { type ApiRequest, type ApiResponse, hasEffect, type Send, type Surroundings } from "./exchange.ts";
import { loadUndici, type Undici } from "./load-undici.ts";
import type { UploadBody } from "./multipart.ts";

export interface HttpOptions {
  /** `https://api.gigahost.no`. */
  readonly origin: string;
  readonly userAgent: string;
  /** Instead of an own one: a proxy, a source address, a test's. */
  readonly dispatcher: Dispatcher | undefined;
}

/** More than that is no answer of this API's: 64 MiB, and 1 MiB where text or an error is expected. */
const mostBytes = 64 * 2 ** 20;
const mostTextBytes = 2 ** 20;

/** The end of the chain: the connection. Follows no redirect; whatever the server answers is an answer. */
export class HttpConnection {
  readonly #options: HttpOptions;
  readonly #surroundings: Surroundings;
  #dispatcher: Dispatcher | undefined;
  #undici: Promise<Undici> | undefined;

  constructor(options: HttpOptions, surroundings: Surroundings) {
    this.#options = options;
    this.#surroundings = surroundings;
  }

  /** Lets running requests end, then closes the connections; a dispatcher that was given stays open. */
  async close(): Promise<void> {
    const own = this.#dispatcher;
    this.#dispatcher = undefined;
    if (own && own !== this.#options.dispatcher) await own.close();
  }

  readonly send: Send = async (request) => {
    const startedMs = this.#surroundings.clock.steadyMs();
    const report = (status: string) => {
      const durationMs = this.#surroundings.clock.steadyMs() - startedMs;
      request.onRequest?.({ operation: request.operation, status, durationMs });
      this.#surroundings.debug?.({ operation: request.operation, status, durationMs }, "request");
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
    const undici = await this.#load();
    this.#dispatcher ??= this.#options.dispatcher ?? new undici.Agent({ connect: { timeout: 10_000 } });
    const answer = await undici.request.call(this.#dispatcher, this.#optionsOf(request));
    const { statusCode: status, headers, body } = answer;
    if (request.entry.answer.from === "binary" && status < 300) return { status, headers, body };
    const most = status >= 300 || request.entry.answer.from === "text" ? mostTextBytes : mostBytes;
    return { status, headers, body: await readText(request, body, most) };
  }

  /** Once; a failed attempt is tried again at the next request. */
  #load(): Promise<Undici> {
    this.#undici ??= loadUndici().catch((error: unknown) => {
      this.#undici = undefined;
      throw error;
    });
    return this.#undici;
  }

  #optionsOf({ entry, pathAndQuery, headers, body, signal, timeouts, onProgress }: ApiRequest) {
    const isStream = entry.answer.from === "binary";
    return {
      origin: this.#options.origin,
      path: pathAndQuery,
      method: entry.method,
      headers: { ...headers, ...headersOf(body), "user-agent": this.#options.userAgent },
      body:
        body === null || typeof body === "string"
          ? body
          : Readable.from(watched(body, onProgress), { objectMode: false }),
      ...(signal ? { signal } : {}),
      // The chain has its own limits; only what flows to the caller is watched here.
      headersTimeout: 0,
      bodyTimeout: isStream ? timeouts.attemptMs : 0,
    };
  }
}

function headersOf(body: ApiRequest["body"]): Record<string, string> {
  if (body === null) return {};
  if (typeof body === "string") return { "content-type": "application/json" };
  return { "content-type": body.contentType, "content-length": String(body.bytes) };
}

/** A piece of an upload: small enough to tell that a slow line moves. */
const pieceBytes = 256 * 1024;

/** The body, telling how far it is whenever the connection asks for more. */
async function* watched(body: UploadBody, onProgress: ApiRequest["onProgress"]): AsyncGenerator<Uint8Array> {
  let sentBytes = 0;
  for await (const chunk of body.read()) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = chunk.subarray(at, at + pieceBytes);
      yield piece;
      sentBytes += piece.length;
      onProgress?.(sentBytes, body.bytes);
    }
  }
}

async function readText(request: ApiRequest, body: Dispatcher.ResponseData["body"], most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    // undici's stream gives buffers as long as no encoding is set
    bytes += chunk.length;
    if (bytes > most) {
      body.destroy();
      throw new NetworkError(
        {
          operation: request.operation,
          what: `the answer is longer than ${most / 2 ** 20} MiB and was not read`,
          mayHaveHappened: hasEffect(request.entry),
        },
        "TOO_LONG",
      );
    }
    chunks.push(chunk);
  }
  return (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)).toString("utf8");
}

/** Codes of failures before anything was sent. */
const beforeSending =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/;
const untrusted =
  /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)|HOSTNAME_MISMATCH|EPROTO$)/;

/** What the connection's error means; a reason given by whoever cancelled the call is passed on as it is. */
function failureOf(request: ApiRequest, error: unknown): unknown {
  if (error instanceof GigahostError) return error;
  if (request.signal?.aborted) return request.signal.reason;
  const code = codeOf(error);
  const isTls = untrusted.test(code);
  const failure = {
    operation: request.operation,
    mayHaveHappened: hasEffect(request.entry) && !isTls && !beforeSending.test(code),
  };
  if (/TIMEOUT|ETIMEDOUT/.test(code)) {
    return new TimeoutError({ ...failure, what: "no connection or no answer in time", whatToDo: "Try again later" });
  }
  const words = request.mask.text(error instanceof Error ? error.message : String(error));
  return new NetworkError({ ...failure, ...explain(code, isTls, words) }, code, isTls);
}

function explain(code: string, isTls: boolean, words: string): { readonly what: string; readonly whatToDo: string } {
  if (code === "CERT_NOT_YET_VALID") {
    return { what: "the server's certificate is not yet valid", whatToDo: "Check this machine's clock" };
  }
  if (isTls) {
    return { what: `the server's certificate can't be trusted (${words || code})`, whatToDo: "Check the base URL" };
  }
  if (code === "ENOTFOUND" || code.startsWith("EAI_")) {
    return { what: "the server's name can't be resolved", whatToDo: "Check the network, DNS and the base URL" };
  }
  if (code === "ECONNREFUSED") {
    return { what: "nobody answers at the server's address", whatToDo: "Check the base URL, or try again later" };
  }
  return { what: `the connection failed (${words || code})`, whatToDo: "Check the network, or try again later" };
}

/** With two families tried at once, the error is a bundle of several. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const own = "code" in error && typeof error.code === "string" ? error.code : "";
  return own || codeOf(error instanceof AggregateError ? error.errors[0] : error.cause);
}

const wordFor = (failure: unknown) => (failure instanceof NetworkError && failure.untrusted ? "tls" : "network");
