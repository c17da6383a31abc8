import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

export interface GatewayAnswer {
  readonly status: number;
  readonly type: "text/plain" | "application/json";
  readonly body: string;
  readonly headers?: OutgoingHttpHeaders;
}

export const textAnswer = (status: number, body: string, headers: OutgoingHttpHeaders = {}): GatewayAnswer => ({
  status,
  type: "text/plain",
  body: body.endsWith("\n") ? body : `${body}\n`,
  headers,
});

export const jsonAnswer = (status: number, value: unknown, headers: OutgoingHttpHeaders = {}): GatewayAnswer => ({
  status,
  type: "application/json",
  body: `${JSON.stringify(value)}\n`,
  headers,
});

/** On every answer. */
export const safetyHeaders = {
  "Cache-Control": "no-store",
  Server: "gigahost-ddns",
  "X-Content-Type-Options": "nosniff",
};

/** Always with its length: some devices read HTTP/1.0 and know no chunks. */
export function sendGatewayAnswer(request: IncomingMessage, response: ServerResponse, answer: GatewayAnswer): void {
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    ...safetyHeaders,
    "Content-Type": answer.type,
    "Content-Length": body.length,
    ...answer.headers,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
