import { systemClock } from "../platform/clock.ts";
import { type Call, type Exchange, PendingCall } from "./call.ts";
import { buildSections, type ClientSections } from "./client-sections.ts";
import { findOperation, knownOperation } from "./find-operation.ts";
import { type CallOptions, type GigahostOptions, readOptions } from "./gigahost-options.ts";
import { Mask } from "./mask.ts";
import type { Operation } from "./operation.ts";
import { prepareRawRequest, type RawMethod, type RawRequest } from "./raw-request.ts";
import { basicOf, type ClientCredential } from "./send/authenticate.ts";
import type { ApiRequest, SendContext } from "./send/exchange.ts";
import { type PreparedRequest, prepareRequest } from "./send/prepare-request.ts";
import { type PreviewedRequest, previewRequest } from "./send/preview-request.ts";
import { buildSendChain, type SendChain } from "./send/send-chain.ts";

const defaults = { attemptMs: 30_000, totalMs: 180_000, retries: 5 };

export interface Gigahost extends ClientSections {}

/**
 * A client for the whole Gigahost API: `await gigahost.dns.listZones()`. Sections and operations have the names that
 * `gigahost-ddns api list` shows, parameters the API's own. Calls reject with a {@link GigahostError}.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor defines every section
export class Gigahost {
  readonly #options: GigahostOptions;
  readonly #base: { readonly origin: string; readonly basePath: string };
  readonly #mask: Mask;
  readonly #context: SendContext;
  readonly #chain: SendChain;

  /** Throws an InputError if an option is wrong. Nothing is sent before the first call. */
  constructor(options: GigahostOptions) {
    const { credential, base } = readOptions(options);
    this.#options = options;
    this.#base = base;
    this.#mask = new Mask(secretsOf(credential));
    this.#context = contextOf(options, this.#mask);
    const { dispatcher, proxy = null, budget } = options;
    const chain = { ...base, credential, dispatcher, proxy, budget, mask: this.#mask, userAgent: userAgentOf(options) };
    this.#chain = buildSendChain(chain, this.#context);
    Object.assign(
      this,
      buildSections((fullName, parameters, options) => this.call(fullName, parameters, options)),
    );
  }

  /** Calls an operation by its full name, `dns.listZones`, for programs that only know the name at run time. */
  call(fullName: string, parameters: object = {}, options: CallOptions = {}): Call<unknown> {
    const known = knownOperation(fullName);
    const exchange = known
      ? this.#exchange(known.entry, fullName, parameters, options)
      : findOperation(fullName).then(({ entry }) => this.#exchange(entry, fullName, parameters, options));
    return new PendingCall(exchange, this.#context);
  }

  /**
   * Sends any request, for operations that have no name here yet: `gigahost.request("GET", "/dns/zones", { query: { a: 1 } })`. The path
   * is below the base URL. The credential, time limits, retries and errors are the same as for every call; only a GET is ever repeated.
   */
  request(method: RawMethod, path: string, sent: RawRequest = {}, options: CallOptions = {}): Call<unknown> {
    const exchange = prepareRawRequest(method, path, sent, this.#place).then((prepared) =>
      this.#send(prepared, options),
    );
    return new PendingCall(exchange, this.#context);
  }

  /** What `request` would send, with every secret masked. */
  async previewRequest(method: RawMethod, path: string, sent: RawRequest = {}): Promise<PreviewedRequest> {
    return previewRequest(
      this.#base.origin,
      this.#complete(await prepareRawRequest(method, path, sent, this.#place), {}),
    );
  }

  /** What a call would send, checked in the same way, with every secret masked. */
  async preview(fullName: string, parameters: object = {}): Promise<PreviewedRequest> {
    const { entry } = await findOperation(fullName);
    return previewRequest(this.#base.origin, this.#complete(this.#prepare(entry, fullName, parameters), {}));
  }

  /** Closes idle connections once running calls have ended. A process may also simply exit. */
  close(): Promise<void> {
    return this.#chain.close();
  }

  async #exchange(entry: Operation, fullName: string, parameters: object, options: CallOptions): Promise<Exchange> {
    return this.#send(this.#prepare(entry, fullName, parameters), options);
  }

  async #send(prepared: PreparedRequest, options: CallOptions): Promise<Exchange> {
    const request = this.#complete(prepared, options);
    options.signal?.throwIfAborted();
    return { request, response: await this.#chain.send(request) };
  }

  get #place() {
    return { basePath: this.#base.basePath, mask: this.#mask };
  }

  #prepare(entry: Operation, fullName: string, parameters: object): PreparedRequest {
    const call = { operation: fullName, entry, basePath: this.#base.basePath, mask: this.#mask };
    return prepareRequest(call, parameters as Readonly<Record<string, unknown>>); // an object's own fields by name
  }

  #complete(prepared: PreparedRequest, options: CallOptions): ApiRequest {
    const { timeouts, retries, onRequest } = this.#options;
    // Field by field: adding to a copy of an object costs more than all the rest of this.
    return {
      operation: prepared.operation,
      entry: prepared.entry,
      pathAndQuery: prepared.pathAndQuery,
      headers: prepared.headers,
      body: prepared.body,
      zone: prepared.zone,
      mask: prepared.mask,
      signal: options.signal,
      retries: options.retries ?? retries ?? defaults.retries,
      timeouts: {
        attemptMs: options.timeouts?.attemptMs ?? timeouts?.attemptMs ?? defaults.attemptMs,
        totalMs: options.timeouts?.totalMs ?? timeouts?.totalMs ?? defaults.totalMs,
      },
      onRequest: options.onRequest ?? onRequest,
      onProgress: options.onProgress,
    };
  }
}

function secretsOf(credential: ClientCredential): readonly string[] {
  if (credential.kind === "none") return [];
  if (credential.kind === "api-key") return [credential.apiKey];
  const code = credential.kind === "session" && typeof credential.code === "string" ? [credential.code] : [];
  return [credential.password, basicOf(credential).slice("Basic ".length), ...code];
}

function contextOf({ clock, random, logger }: GigahostOptions, mask: Mask): SendContext {
  const debug = (fields: Record<string, unknown>, message: string) =>
    logger?.debug(mask.value(fields) as Record<string, unknown>, message); // an object in, an object out
  return { clock: clock ?? systemClock, random: random ?? Math.random, debug: logger ? debug : undefined };
}

function userAgentOf({ userAgent }: GigahostOptions): string {
  const own = `gigahost-ddns/${__VERSION__} (+${__HOMEPAGE__})`;
  return userAgent ? `${userAgent} ${own}` : own;
}
