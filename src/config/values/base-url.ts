import { ipVersion } from "../../model/addresses/ip-version.ts";
import type { Fallible } from "../../model/fallible.ts";

export type ParsedBaseUrl = Fallible<{ readonly url: string }>;

/** The API's base URL without a final slash. Plain http only to this machine: the credential goes along with every request. */
export function parseBaseUrl(text: string): ParsedBaseUrl {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || !/^https?:\/\//i.test(text)) {
    return { ok: false, reason: "expected an https:// URL, as in https://api.gigahost.no/api/v0" };
  }
  if (url.username !== "" || url.password !== "") {
    return { ok: false, reason: "expected a URL without a user name or password in it; they have keys of their own" };
  }
  if (url.search !== "" || url.hash !== "") return { ok: false, reason: "expected a URL without ? and #" };
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return {
      ok: false,
      reason: "expected https: plain http would show the credential to the network (only loopback may)",
    };
  }
  return { ok: true, url: url.href.replace(/(?<!\/)\/+$/, "") };
}

/** 127.0.0.0/8, ::1 and the name that RFC 6761 reserves for them; of a host as a parsed URL has it. */
function isLoopback(host: string): boolean {
  if (ipVersion(host) === 4) return host.startsWith("127.");
  return host === "[::1]" || host === "localhost" || host.endsWith(".localhost");
}
