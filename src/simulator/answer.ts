/** What is sent back to the client, before a fault spoils it. */
export interface SimulatedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer | AsyncIterable<Buffer>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The lines of a dyndns answer, so that a fault can write them in another form. */
  readonly dyndns?: readonly DyndnsLine[];
}

/** The result for one hostname of a dyndns call. */
export interface DyndnsLine {
  readonly word: string;
  readonly ipv4: string | null;
  readonly ipv6: string | null;
}

/** PHP's empty array: what the server sends instead of an empty object. */
export const nothing: readonly never[] = [];

/** The usual success: `data` in the envelope. */
export function reply(
  data: unknown,
  options: { message?: string; status?: number; meta?: object } = {},
): SimulatedAnswer {
  const status = options.status ?? 200;
  const message = options.message === undefined ? {} : { message: options.message };
  return json(status, { meta: { ...metaOf(status), ...message, ...options.meta }, data });
}

/** A success with only a message. */
export function done(message: string, status = 200): SimulatedAnswer {
  return reply(nothing, { message, status });
}

/** A failure as most sections report it: `meta.message`, `data: []`. */
export function refuse(status: number, message: string): SimulatedAnswer {
  return reply(nothing, { status, message });
}

/** A failure as deploying and moving an IPv4 address word it: `meta.error` and further fields next to it. */
export function refuseWithError(status: number, error: string, beside: object = {}): SimulatedAnswer {
  return reply(nothing, { status, meta: { error, ...beside } });
}

/** The payload in `meta`, without `data`. */
export function replyInMeta(meta: object): SimulatedAnswer {
  return json(200, { meta: { ...metaOf(200), ...meta } });
}

/** No envelope: the flat answers of `/my/*`. */
export function replyFlat(body: object): SimulatedAnswer {
  return json(200, { success: true, ...body });
}

export function text(status: number, body: string): SimulatedAnswer {
  return { status, contentType: "text/plain; charset=UTF-8", body };
}

export function binary(
  body: Buffer | AsyncIterable<Buffer>,
  filename: string,
  headers: Record<string, string> = {},
): SimulatedAnswer {
  const disposition = { "content-disposition": `attachment; filename="${filename}"` };
  return { status: 200, contentType: "application/octet-stream", body, headers: { ...disposition, ...headers } };
}

export function html(status: number): SimulatedAnswer {
  const title = `${status} ${statusTexts[status] ?? "Error"}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return { status, contentType: "text/html", body };
}

function json(status: number, body: object): SimulatedAnswer {
  return { status, contentType: "application/json", body: JSON.stringify(body) };
}

/** Every answer has `time` and `maintenance`, success or not. */
function metaOf(status: number): object {
  const words = `${status} ${statusTexts[status] ?? "Error"}`;
  return { status, status_message: words, maintenance: false, time: Math.floor(Date.now() / 1000) };
}

const statusTexts: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
};
