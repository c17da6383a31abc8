import { parseAddress } from "../../model/address.ts";
import { findNetwork, parseNetwork } from "../../model/addresses/ip-network.ts";
import { addProblem, type Findings } from "../findings.ts";
import type { SecretReader } from "./read-secrets.ts";

/**
 * The proxy that the API is reached through: `account.proxy`, else HTTPS_PROXY where NO_PROXY doesn't name the API's host.
 * Plain http goes to this machine itself only, which no proxy is needed for.
 */
export function resolveProxy(
  written: string | undefined,
  baseUrl: string,
  { environment, findings }: Pick<SecretReader, "environment" | "findings">,
): string | null {
  const { hostname, port, protocol } = new URL(baseUrl);
  if (written) return readProxy(written, "account.proxy", findings) && (protocol === "https:" ? written : null);
  const [name, given] = firstOf(environment, ["https_proxy", "HTTPS_PROXY"]);
  if (name === null || protocol !== "https:" || isExempt(hostname, port, environment)) return null;
  findings.places.set("account.proxy", { file: null, line: null, column: null, path: name });
  // As other programs take it: a host and a port are enough.
  const url = /^[a-z]+:\/\//i.test(given) ? given : `http://${given}`;
  return readProxy(url, "account.proxy", findings);
}

function readProxy(text: string, key: string, findings: Findings): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.password) findings.secrets.add(url.password).add(decode(url.password));
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "") return text;
  addProblem(findings, key, "expected the URL of an HTTP proxy, as in http://proxy.example.no:3128");
  return null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** As curl has it: names of hosts and domains, with or without a dot before and a port behind, networks; `*` is everything. */
function isExempt(host: string, port: string, environment: NodeJS.ProcessEnv): boolean {
  const [, list] = firstOf(environment, ["no_proxy", "NO_PROXY"]);
  const bare = host.replace(/^\[|\]$/g, "");
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === "*" || isInNetwork(bare, entry)) return true;
    const [, name = "", only] = /^\*?\.?(.*?)(?::(\d{1,5}))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === "" || (only !== undefined && only !== (port || "443"))) return false;
    return host === name || host.endsWith(`.${name}`);
  });
}

/** `10.0.0.0/8`, and a single address however it is written; no name is looked up for it. */
function isInNetwork(host: string, entry: string): boolean {
  const address = parseAddress(host);
  if (address === null) return false;
  const network = parseNetwork(entry.replace(/^\[|\]$/g, ""), address.family);
  return network.ok && findNetwork([network.network], address) !== undefined;
}

function firstOf(environment: NodeJS.ProcessEnv, names: readonly string[]): [name: string | null, value: string] {
  const name = names.find((each) => environment[each]);
  return name === undefined ? [null, ""] : [name, environment[name] ?? ""];
}
