import type { ApiRequest } from "./exchange.ts";

/** A request as it would be sent, with every secret masked. */
export interface PreviewedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, or a note of how long a form is; null without a body. */
  readonly body: unknown;
}

export function previewRequest(origin: string, request: ApiRequest): PreviewedRequest {
  const { entry, headers, body, mask } = request;
  const authorization: Record<string, string> = entry.open ? {} : { authorization: "***" };
  return {
    method: entry.method,
    url: mask.text(origin + request.pathAndQuery),
    headers: { ...headers, ...authorization, ...contentType(body) },
    body: typeof body === "string" ? maskedBody(request, body) : body && `a form of ${body.bytes ?? "unknown"} bytes`,
  };
}

function contentType(body: ApiRequest["body"]): Record<string, string> {
  if (body === null) return {};
  return { "content-type": typeof body === "string" ? "application/json" : body.contentType };
}

/** By name as well as by value: a short secret can't be told from other text. */
function maskedBody({ entry, mask }: ApiRequest, body: string): unknown {
  const secret = Object.keys(entry.parameters).filter((name) => entry.parameters[name]?.secret);
  return mask.value(JSON.parse(body), secret);
}
