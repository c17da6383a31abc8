import type { NoticeUrl } from "../notice-url.ts";
import { queryValue } from "../notice-url.ts";

/** `https://HOST[:PORT]`, or http where the URL says so or the host is this machine. */
export function baseUrl(url: NoticeUrl): string {
  return `${speaksHttp(url) ? "http" : "https"}://${url.authority}`;
}

/** The path's segments but the last, whose meaning depends on the channel, as a URL has them. */
export function segmentsAbove({ segments }: NoticeUrl): readonly string[] {
  return segments.slice(0, -1).map(encodeURIComponent);
}

function speaksHttp(url: NoticeUrl): boolean {
  if (url.transport !== null) return url.transport === "http";
  const asked = queryValue(url, "scheme")?.toLowerCase();
  if (asked === "http" || asked === "https") return asked === "http";
  if (isYes(queryValue(url, "disabletls"))) return true;
  return url.scheme === "json" || (isLoopback(url.host) && !url.scheme.endsWith("s"));
}

export function isYes(value: string | null): boolean {
  return value !== null && /^(yes|true|1|on)$/i.test(value);
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
