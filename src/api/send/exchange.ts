import type { Readable } from "node:stream";
import type { ApiClock } from "../clock.ts";
import type { Mask } from "../mask.ts";
import type { Operation } from "../operation.ts";
import type { UploadBody } from "./multipart.ts";

/** One request to the API, checked and ready to be sent, and what the layers of the send chain need to know of it. */
export interface ApiRequest {
  /** `dns.listZones`. */
  readonly operation: string;
  readonly entry: Operation;
  /** With the query, below the origin: `/api/v0/dns/zones`. */
  readonly pathAndQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text, or a form that can be read again for another attempt. */
  readonly body: string | UploadBody | null;
  /** The zone it writes to; null for everything else. */
  readonly zone: string | null;
  readonly signal: Cancellation | undefined;
  readonly retries: number;
  readonly timeouts: Timeouts;
  /** Knows the client's secrets and those among the parameters. */
  readonly mask: Mask;
  readonly onRequest: ((sent: SentRequest) => void) | undefined;
  readonly onProgress: ((sentBytes: number, totalBytes: number | null) => void) | undefined;
}

/** What an AbortSignal is for a request; the chain's own are lighter. */
export interface Cancellation {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface Timeouts {
  /** One attempt, until its whole answer is there; for an upload or a download, how long nothing may move. Milliseconds. */
  readonly attemptMs: number;
  /** All attempts and the waits between them, but not the time in which an upload moves on. Milliseconds. */
  readonly totalMs: number;
}

/** One HTTP request that was sent, for metrics. */
export interface SentRequest {
  readonly operation: string;
  /** HTTP status, or `timeout`, `network`, `tls`. */
  readonly status: string;
  readonly durationMs: number;
}

export interface ApiResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Text; a stream for the operations whose result is one, when the status is 2xx. */
  readonly body: string | Readable;
}

/** Sends a request and gives whatever the server answers, whatever its status; rejects only where there is no answer. */
export type Send = (request: ApiRequest) => Promise<ApiResponse>;

/** One concern of the send chain. */
export type Layer = (next: Send) => Send;

/** What the layers share; created once per client. */
export interface SendContext {
  readonly clock: ApiClock;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** Nothing is computed for it if nobody listens. */
  readonly debug: ((fields: Record<string, unknown>, message: string) => void) | undefined;
}

/** Whether sending it twice may do something twice, or undo what came between. */
export function isRepeatable(entry: Operation): boolean {
  return entry.method !== "POST" && entry.once !== true;
}

/** Whether it changes anything at all. */
export function hasEffect(entry: Operation): boolean {
  return entry.method !== "GET" || entry.once === true;
}
