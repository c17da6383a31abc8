import { familyOf } from "../../model/address.ts";

/** A URL's host without the brackets of an IPv6 address and without a final dot. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}

export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

export function isLoopbackHost(host: string): boolean {
  const family = familyOf(host);
  if (family === null) return host === "localhost" || host.endsWith(".localhost");
  return family === "ipv4" ? host.startsWith("127.") || host.startsWith("::ffff:7f") : host === "::1";
}
