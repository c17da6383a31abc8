import type { IncomingMessage } from "node:http";
import { ipVersion, isIpv6 } from "../../model/addresses/ip-version.ts";

/** The host and the path of a request. */
export interface RequestTarget {
  /** As in a `Host` header; null: an HTTP/1.0 request, which needs none. */
  readonly host: string | null;
  /** Without the query. */
  readonly path: string;
}

export function readTarget({ url = "", headers, httpVersion }: IncomingMessage): RequestTarget {
  const [target = ""] = url.split("?", 1);
  // RFC 9112, 3.2.2: a server accepts the absolute form, and then uses the host in it.
  const [, host, path] = /^https?:\/\/([^/]*)(.*)$/is.exec(target) ?? [];
  if (host !== undefined) return { host, path: path || "/" };
  return { host: headers.host ?? (httpVersion === "1.0" ? null : ""), path: target };
}

/** The name and port of a `Host` header or of an origin; null if it is malformed. Port null: not written. */
export function parseHost(header: string): { readonly name: string; readonly port: number | null } | null {
  const match = /^(\[[^\]]*\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(header);
  if (!match?.[1]) return null;
  const name = normalizeName(match[1]);
  if (match[1].startsWith("[") ? !isIpv6(name) : !/^[a-z0-9._-]+$/.test(name)) return null;
  return { name, port: match[2] === undefined ? null : Number(match[2]) };
}

/**
 * Whether a request may use this name. A name that isn't ours is a sign of DNS rebinding: a foreign page's own name that
 * was pointed at this machine.
 */
export function isOwnName(name: string, hosts: readonly string[]): boolean {
  return ipVersion(name) !== 0 || name === "localhost" || hosts.some((host) => normalizeName(host) === name);
}

/** Whether a page of that origin is one of ours: the same name and port as in the request, or one of `hosts`. */
export function isOwnOrigin(origin: string, hostHeader: string, hosts: readonly string[]): boolean {
  const match = /^(https?):\/\/(.+)$/i.exec(origin);
  const from = match?.[2] === undefined ? null : parseHost(match[2]);
  const asked = parseHost(hostHeader);
  if (!from || !asked) return false;
  // A reverse proxy may keep neither scheme nor port.
  if (hosts.some((host) => normalizeName(host) === from.name)) return true;
  const usual = match?.[1]?.toLowerCase() === "https" ? 443 : 80;
  return from.name === asked.name && (from.port ?? usual) === (asked.port ?? usual);
}

/** Lower case, without brackets and final dot. */
function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}
