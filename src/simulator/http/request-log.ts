import type { IncomingHttpHeaders } from "node:http";
import type { Upload } from "./multipart.ts";

/** One request that the simulator received, kept after the answer. */
export interface LoggedRequest {
  readonly method: string;
  /** Below `/api/v0`, still percent-encoded, without the query. */
  readonly path: string;
  /** As received, without the question mark. */
  readonly rawQuery: string;
  /** The last one of a parameter given twice. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** JSON value or form fields; null without a body. */
  readonly body: unknown;
  readonly bodyText: string;
  readonly uploads: readonly Upload[];
  /** The status sent; null if there is none yet, or if a fault sent none. */
  status: number | null;
  readonly connection: Connection;
  /** Steady time of arrival, ms. */
  readonly atMs: number;
}

export interface Connection {
  /** Counted from 1: requests with the same number came over one connection. */
  readonly id: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** `1.0` or `1.1`. */
  readonly httpVersion: string;
}
