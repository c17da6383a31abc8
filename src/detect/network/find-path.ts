import { parseAddress } from "../../model/address.ts";
import { whyNotPublic } from "../../model/public-address.ts";
import { lookUp } from "../../platform/look-up.ts";
import type { Network } from "../../platform/network.ts";
import { isTimeUp } from "../../platform/with-limit.ts";
import { chooseOwnAddress } from "../own-address.ts";
import type { Question, RawAnswer } from "../source.ts";
import { codeOf, explainNetworkError } from "./explain-network-error.ts";

/** Where to send a question, and from which own address; null leaves that to the system. */
export interface Path {
  readonly address: string;
  readonly localAddress: string | null;
}

export type FoundPath =
  | { readonly ok: true; readonly path: Path }
  | { readonly ok: false; readonly answer: Extract<RawAnswer, { kind: "none" }> };

/** Resolves a host over the family asked for and keeps to the uplink's interface, or says why it can't. */
export async function findPath(host: string, question: Question, network: Network): Promise<FoundPath> {
  const resolved = await resolveHost(host, question, network);
  if (!resolved.ok) return resolved;
  const { address } = resolved.path;
  if (question.interfaceName !== null) return bindToInterface(address, question.interfaceName, question, network);
  return { ok: true, path: { address, localAddress: await stableAddress(address, question, network) } };
}

async function resolveHost(host: string, question: Question, network: Network): Promise<FoundPath> {
  const literal = parseAddress(host);
  if (literal?.family === question.family) return found(literal.text, null);
  if (literal !== null) return none(`${host} is of the other family`, true);
  // RFC 6761, section 6.3: this machine, whatever anybody's hosts file says.
  if (isLocalName(host)) return found(question.family === "ipv4" ? "127.0.0.1" : "::1", null);
  try {
    const address = await lookUpFor(host, question);
    return address === null ? none(explainLookup(host, question)) : found(address, null);
  } catch (error) {
    const answer = explainNetworkError(error, host, question.family);
    const absent = !(await network.hasRoute(question.family));
    return { ok: false, answer: absent ? { ...explainNoRoute(host, question), absent } : answer };
  }
}

function isLocalName(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}

function explainNoRoute(host: string, { family }: Question): Extract<RawAnswer, { kind: "none" }> {
  return explainNetworkError(Object.assign(new Error(), { code: "ENETUNREACH" }), host, family);
}

/** Null where the signal was aborted first. */
async function lookUpFor(host: string, { family, signal }: Question): Promise<string | null> {
  if (signal.aborted) return null;
  let stop = () => {};
  const aborted = new Promise<null>((resolve) => {
    stop = () => resolve(null);
    signal.addEventListener("abort", stop, { once: true });
  });
  const running = lookUp(host, family === "ipv4" ? 4 : 6).then(([first]) => first?.address ?? null);
  return Promise.race([running, aborted]).finally(() => signal.removeEventListener("abort", stop));
}

/** Time that ends in the middle of a look-up is the resolver's, not that of whoever was to be asked. */
function explainLookup(host: string, { signal }: Question): string {
  return isTimeUp(signal.reason) ? `the name of ${host} can't be looked up: no resolver answers` : abortReason(signal);
}

/** From an address of the interface, and only if the system then really sends through it. */
async function bindToInterface(
  address: string,
  interfaceName: string,
  question: Question,
  network: Network,
): Promise<FoundPath> {
  const { family, published, signal } = question;
  const own = chooseOwnAddress(await network.addresses(), { interfaceName, family, published });
  if (own === null) return none(`${interfaceName} has no ${family === "ipv4" ? "IPv4" : "IPv6"} address`, true);
  const wayOut = await network.wayOut(address, own, signal);
  if (wayOut === interfaceName) return found(address, own);
  const way = wayOut === null ? "has no known way out" : `leaves through ${wayOut}`;
  return none(`what is sent from ${own} to ${address} ${way}, not through ${interfaceName}: add a routing rule`);
}

/**
 * Over IPv6 the system would send from a temporary (privacy) address, and that is what the other side would see: send from
 * the one that stays. Null where there is none, and to this machine or its own network.
 */
async function stableAddress(
  address: string,
  { family, published }: Question,
  network: Network,
): Promise<string | null> {
  if (family === "ipv4" || whyNotPublic(address) !== null) return null;
  const route = await network.defaultRoute(family);
  if (route === null) return null;
  const { interfaceName } = route;
  const own = chooseOwnAddress(await network.addresses(), { interfaceName, family, published });
  return own !== null && whyNotPublic(own) === null ? own : null;
}

/** Why a signal was aborted, in plain words. */
export function abortReason(signal: AbortSignal): string {
  return signal.reason instanceof Error && codeOf(signal.reason) !== "ABORT_ERR" ? signal.reason.message : "stopped";
}

function found(address: string, localAddress: string | null): FoundPath {
  return { ok: true, path: { address, localAddress } };
}

function none(reason: string, absent = false): FoundPath {
  return { ok: false, answer: { kind: "none", reason, absent } };
}
