import { isExempt, type OutgoingProxy } from "../../model/addresses/proxy-for.ts";
import { addProblem, type Findings } from "../findings.ts";
import type { SecretReader } from "./read-secrets.ts";

/**
 * The proxy that the API is reached through: `account.proxy`, otherwise HTTPS_PROXY where NO_PROXY doesn't name the API's host.
 * Plain http goes to this machine itself only, which no proxy is needed for.
 */
export function resolveProxy(
  written: string | undefined,
  baseUrl: string,
  { environment, findings }: Pick<SecretReader, "environment" | "findings">,
): string | null {
  const { protocol } = new URL(baseUrl);
  if (written) return readProxy(written, "account.proxy", findings) && (protocol === "https:" ? written : null);
  const [name, given] = firstOf(environment, ["https_proxy", "HTTPS_PROXY"]);
  if (name === null || protocol !== "https:" || isExempt(new URL(baseUrl), noProxyIn(environment))) return null;
  findings.places.set("account.proxy", { file: null, line: null, column: null, path: name });
  return readProxy(asUrl(given), "account.proxy", findings);
}

/** What notices and heartbeats go through: the same proxy, but NO_PROXY counts for each host of theirs. */
export function resolveOutgoingProxy(
  written: string | undefined,
  { environment, findings }: Pick<SecretReader, "environment" | "findings">,
): OutgoingProxy {
  const [, given] = firstOf(environment, ["https_proxy", "HTTPS_PROXY"]);
  const text = written || (given === "" ? "" : asUrl(given));
  // What is wrong with it was told for the API.
  return { proxy: isProxy(text, findings) ? text : null, except: noProxyIn(environment) };
}

const noProxyIn = (environment: NodeJS.ProcessEnv) => firstOf(environment, ["no_proxy", "NO_PROXY"])[1];

/** As other programs take it: a host and a port are enough. */
const asUrl = (given: string) => (/^[a-z]+:\/\//i.test(given) ? given : `http://${given}`);

function readProxy(text: string, key: string, findings: Findings): string | null {
  if (isProxy(text, findings)) return text;
  addProblem(findings, key, "expected the URL of an HTTP proxy, as in http://proxy.example.no:3128");
  return null;
}

function isProxy(text: string, findings: Findings): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.password) findings.secrets.add(url.password).add(decode(url.password));
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "";
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function firstOf(environment: NodeJS.ProcessEnv, names: readonly string[]): [name: string | null, value: string] {
  const name = names.find((each) => environment[each]);
  return name === undefined ? [null, ""] : [name, environment[name] ?? ""];
}
