import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

/** The answer of a route. */
export interface HttpAnswer {
  readonly status: number;
  readonly type: "application/json" | "text/html; charset=utf-8" | "text/plain; version=0.0.4; charset=utf-8";
  readonly body: string | Buffer;
  readonly headers?: OutgoingHttpHeaders;
}

/** A text answer. */
export interface TextAnswer extends HttpAnswer {
  readonly body: string;
}

export function jsonAnswer(status: number, value: unknown, headers: OutgoingHttpHeaders = {}): TextAnswer {
  return { status, type: "application/json", body: `${JSON.stringify(value)}\n`, headers };
}

/** An error in plain words. */
export function errorAnswer(status: number, error: string, headers: OutgoingHttpHeaders = {}): TextAnswer {
  return jsonAnswer(status, { error }, headers);
}

/** Sent with every answer. `same-origin`, since without a referrer a browser's form would send `Origin: null`. */
export const safetyHeaders: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "same-origin",
  Server: "gigahost-ddns",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

export function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: HttpAnswer): void {
  if (response.headersSent || response.destroyed) return;
  const { status, type, body, headers } = answer;
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...safetyHeaders, "Content-Type": type, "Content-Length": length, ...headers });
  response.end(request.method === "HEAD" ? undefined : body);
}
