import type { IncomingHttpHeaders } from "node:http";
import type { Upload } from "./multipart.ts";

/** One request that the simulator saw, kept after it was answered. */
export interface LoggedRequest {
  readonly method: string;
  /** Below `/api/v0`, still percent-encoded, without the query. */
  readonly path: string;
  /** As it came, without the question mark. */
  readonly rawQuery: string;
  /** Of a parameter given twice, the last. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** JSON value or form fields; null without a body. */
  readonly body: unknown;
  readonly bodyText: string;
  readonly uploads: readonly Upload[];
  /** The status sent; null while there is none, or when a fault sent none. */
  status: number | null;
  readonly connection: Connection;
  /** Steady time of arrival, ms. */
  readonly atMs: number;
}

export interface Connection {
  /** Counts from 1: requests with the same number came over one connection. */
  readonly id: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** `1.0` or `1.1`. */
  readonly httpVersion: string;
}
