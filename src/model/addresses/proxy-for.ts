import { parseAddress } from "../address.ts";
import { findNetwork, parseNetwork } from "./ip-network.ts";

/** A proxy, and which hosts are reached without it. */
export interface OutgoingProxy {
  /** As a URL; null: none. */
  readonly proxy: string | null;
  /** As NO_PROXY has it. */
  readonly except: string;
}

/** The proxy that a URL is asked through; null: none. Only https: goes through one, which sees nothing of it then. */
export function proxyFor(url: URL, { proxy, except }: OutgoingProxy): string | null {
  return url.protocol === "https:" && !isExempt(url, except) ? proxy : null;
}

/** As curl has it: names of hosts and domains, with or without a dot before and a port behind, networks; `*` is everything. */
export function isExempt({ hostname, port }: Pick<URL, "hostname" | "port">, except: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return except.split(/[\s,]+/).some((entry) => {
    if (entry === "*" || isInNetwork(bare, entry)) return true;
    const [, name = "", only] = /^\*?\.?(.*?)(?::(\d{1,5}))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === "" || (only !== undefined && only !== (port || "443"))) return false;
    return hostname === name || hostname.endsWith(`.${name}`);
  });
}

/** `10.0.0.0/8`, and a single address however it is written; no name is looked up for it. */
function isInNetwork(host: string, entry: string): boolean {
  const address = parseAddress(host);
  if (address === null) return false;
  const network = parseNetwork(entry.replace(/^\[|\]$/g, ""), address.family);
  return network.ok && findNetwork([network.network], address) !== undefined;
}
