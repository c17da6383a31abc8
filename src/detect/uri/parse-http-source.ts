import { familyOf } from "../../model/address.ts";
import type { ParsedSource } from "../source-spec.ts";
import { hideUriSecrets } from "./hide-uri-secrets.ts";
import { operatorOf } from "./known-operators.ts";
import { familiesOfHost } from "./source-families.ts";

/** `https://…`; `http://…` to this machine only. */
export function parseHttpSource(uri: string): ParsedSource {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url === null || !/^https?:\/\//i.test(uri)) return refuse("not a URL; expected https://HOST/PATH");
  if (url.username !== "" || url.password !== "") {
    return refuse("a source takes no user name or password");
  }
  const host = hostOf(url);
  if (url.protocol === "http:" && !isLoopbackHost(host)) {
    return refuse("plain http: is for this machine itself only; write https:");
  }
  const port = portOf(url);
  return {
    ok: true,
    spec: {
      kind: "http",
      uri: hideUriSecrets(uri),
      operator: operatorOf(host, port),
      cost: "expensive",
      authoritative: "never",
      families: familiesOfHost(host),
      url: url.href,
    },
  };
}

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

function refuse(message: string): ParsedSource {
  return { ok: false, message };
}
