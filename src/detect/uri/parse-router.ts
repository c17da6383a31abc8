import { parseAddress } from "../../model/address.ts";
import type { Refused } from "../../model/fallible.ts";
import { refuse, type SourceSpec } from "../source-kind.ts";

/** A router that is asked for its own address. */
export interface RouterSpec extends SourceSpec {
  /** Null: the default route's gateway. */
  readonly router: string | null;
}

/** Reads `SCHEME:` or `SCHEME://ROUTER`. */
export function parseRouter(scheme: string, uri: string, rest: string): RouterSpec | Refused {
  const text = rest.replace(/^\/\//, "").replace(/\/$/, "");
  const router = text === "" ? null : parseAddress(text.replace(/^\[(.*)\]$/, "$1"));
  if (text !== "" && router === null)
    return refuse(`"${text}" is not an IP address; expected ${scheme}: or ${scheme}://ROUTER`);
  // Only PCP knows IPv6, and has no address to give there: a router does not translate IPv6.
  const families = ["ipv4"] as const;
  return { uri, operator: "router", cost: "cheap", authoritative: "never", families, router: router?.text ?? null };
}
