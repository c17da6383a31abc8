import type { IncomingMessage } from "node:http";

/** Whom a request is for, and what it asks for. */
export interface RequestTarget {
  /** As a `Host` header has it. */
  readonly host: string;
  /** Without the query. */
  readonly path: string;
}

/** Null for a request that names its host twice: whoever stands in between may have looked at the other one. */
export function readTarget({ url = "", headers, rawHeaders }: IncomingMessage): RequestTarget | null {
  const hostLines = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host");
  if (hostLines.length > 1) return null;
  const [target = ""] = url.split("?", 1);
  // RFC 9112, 3.2.2: a server accepts the absolute form, and then goes by the host in it.
  const [, host, path] = /^https?:\/\/([^/]*)(.*)$/is.exec(target) ?? [];
  return host === undefined ? { host: headers.host ?? "", path: target } : { host, path: path || "/" };
}
