import type { Refused } from "../../model/fallible.ts";
import { refuse, sourceKind } from "../source-kind.ts";
import type { HttpSpec } from "../sources/ask-http.ts";
import { familiesOfHost } from "../uri/families-of-host.ts";
import { hideUriSecrets } from "../uri/hide-uri-secrets.ts";
import { operatorOf } from "../uri/known-operators.ts";
import { hostOf, isLoopbackHost, portOf } from "../uri/url-host.ts";

/** `https://…`; `http://…` to this machine only. */
export const http = sourceKind<HttpSpec>({
  schemes: ["https", "http"],
  parse: parseUrl,
  load: async () => (await import("../sources/ask-http.ts")).askHttp,
});

function parseUrl(uri: string): HttpSpec | Refused {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url === null || !/^https?:\/\//i.test(uri)) return refuse("not a URL; expected https://HOST/PATH");
  const host = hostOf(url);
  if (url.protocol === "http:" && !isLoopbackHost(host)) {
    return refuse("plain http: is only for this machine itself; write https:");
  }
  return {
    uri: hideUriSecrets(uri),
    operator: operatorOf(host, portOf(url)),
    cost: "expensive",
    authoritative: "never",
    families: familiesOfHost(host),
    url: url.href,
  };
}
