import type { Dispatcher } from "undici";
import type { ApiClock } from "./clock.ts";
import { InputError } from "./errors.ts";
import type { ClientCredential } from "./send/authenticate.ts";
import type { SentRequest } from "./send/exchange.ts";
import type { RequestBudget } from "./send/pace/request-budget.ts";

export const defaultBaseUrl = "https://api.gigahost.no/api/v0";

/** One of: an API key, a user name and password (Basic), a user name and password for a session, or none. */
export type Credentials =
  | ApiKeyCredential
  | (User & { readonly session?: false | undefined })
  | (User & Session)
  | Nobody;

interface ApiKeyCredential {
  readonly apiKey: string;
  readonly username?: undefined;
  readonly password?: undefined;
}

interface User {
  readonly apiKey?: undefined;
  /** The e-mail address. */
  readonly username: string;
  readonly password: string;
}

interface Session {
  /** Logs in and uses a token: needed by accounts with two-factor authentication. */
  readonly session: true;
  /** Six digits of the second factor, as text; a function is called at each log-in. */
  readonly code?: string | (() => string | Promise<string>) | undefined;
}

interface Nobody {
  /** For the few operations that need no credential. */
  readonly anonymous: true;
  readonly apiKey?: undefined;
  readonly username?: undefined;
  readonly password?: undefined;
}

export interface ClientOptions {
  /** `https://api.gigahost.no/api/v0` by default; plain http only to loopback. */
  readonly baseUrl?: string | undefined;
  /** Milliseconds; 30 s for one attempt and 3 min in all by default. */
  readonly timeouts?: { readonly attemptMs?: number | undefined; readonly totalMs?: number | undefined } | undefined;
  /** How many times a call may be sent again; 5 by default, 0 for never. */
  readonly retries?: number | undefined;
  /** Receives one debug line per request and per surprise; pino's loggers fit. Never sees a secret. */
  readonly logger?: { debug(fields: Record<string, unknown>, message: string): void } | undefined;
  /** Placed before our own name in `User-Agent`: `my-panel/2.1`. */
  readonly userAgent?: string | undefined;
  /** An HTTP proxy to reach the API through: `http://proxy.example.no:3128`, with user and password if needed. None by default. */
  readonly proxy?: string | undefined;
  /** An undici dispatcher instead of our own (and of `proxy`): for a source address, or a pool of yours. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Shared among clients of one account. */
  readonly budget?: RequestBudget | undefined;
  /** Called for every HTTP request sent. */
  readonly onRequest?: ((sent: SentRequest) => void) | undefined;
  /** For tests that don't wait. */
  readonly clock?: ApiClock | undefined;
  /** In [0, 1), for the jitter of waits. */
  readonly random?: (() => number) | undefined;
}

export type GigahostOptions = Credentials & ClientOptions;

/** For one call, overriding the client's. */
export interface CallOptions extends Pick<ClientOptions, "timeouts" | "retries" | "onRequest"> {
  /** Cancels the call: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the progress of an upload, in bytes; without a total if it contains a stream. */
  readonly onProgress?: ((sentBytes: number, totalBytes: number | null) => void) | undefined;
}

/** Checks everything about the options that can be known before the first call; throws an InputError with all that is wrong. */
export function readOptions(given: GigahostOptions): {
  readonly credential: ClientCredential;
  readonly base: { readonly origin: string; readonly basePath: string };
} {
  const options = given ?? {}; // without types, nothing at all may be given
  const problems: string[] = [];
  const credential = readCredential(options, problems);
  const base = readBaseUrl(options.baseUrl ?? defaultBaseUrl, problems);
  if (options.proxy !== undefined && !isProxyUrl(options.proxy)) {
    problems.push("proxy must be the URL of an HTTP proxy, such as http://proxy.example.no:3128");
  }
  if (options.userAgent !== undefined && !isHeaderText(options.userAgent)) {
    problems.push("userAgent must be plain text of one line");
  }
  if (problems.length > 0 || base === null) throw new InputError("new Gigahost", problems);
  return { credential, base };
}

const isProxyUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
const isHeaderText = (text: string) => /^[\x20-\x7e]+$/.test(text);

function readCredential(options: GigahostOptions, problems: string[]): ClientCredential {
  // Without types, each may be anything.
  const [apiKey, username, password] = ["apiKey", "username", "password"].map((name) => {
    const value: unknown = Reflect.get(options, name);
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "string") problems.push(`${name} must be text`);
    return String(value);
  });
  if (apiKey !== undefined) {
    if (password !== undefined) problems.push("give an API key, or a user name and password, not both");
    if (!/^[\x21-\x7e]+$/.test(apiKey)) problems.push("apiKey must be text without spaces, and not empty");
    return { kind: "api-key", apiKey };
  }
  if (username === undefined || password === undefined) {
    if (!("anonymous" in options)) problems.push("a credential is needed: apiKey, or username and password");
    return { kind: "none" };
  }
  if (username === "" || password === "") problems.push("username and password must not be empty");
  if ("session" in options && options.session === true) {
    return { kind: "session", username, password, code: options.code };
  }
  if (username.includes(":")) problems.push("username must have no colon");
  return { kind: "password", username, password };
}

function readBaseUrl(text: string, problems: string[]): { origin: string; basePath: string } | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    problems.push(`baseUrl must be a URL such as ${defaultBaseUrl}`);
    return null;
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    problems.push("baseUrl must be https, except to loopback: a credential would be readable on the way");
  }
  if (url.username || url.password || url.search || url.hash) {
    problems.push("baseUrl must have no credential, query or fragment");
  }
  return { origin: url.origin, basePath: url.pathname.replace(/(?<!\/)\/+$/, "") };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}
