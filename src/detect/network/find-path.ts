import { parseAddress } from "../../model/address.ts";
import { whyNotPublic } from "../../model/addresses/public-address.ts";
import type { Attempt } from "../../model/fallible.ts";
import { familyLabel } from "../../model/family.ts";
import { abortReason } from "../../platform/abort-reason.ts";
import type { Path } from "../../platform/dns/exchange-datagrams.ts";
import { lookUp } from "../../platform/network/look-up.ts";
import type { Network } from "../../platform/network/network.ts";
import { isTimeUp } from "../../platform/with-limit.ts";
import type { Question, RawAnswer } from "../source.ts";
import { chooseInterface } from "./choose-interface.ts";
import { explainNetworkError } from "./explain-network-error.ts";
import { findSender } from "./find-sender.ts";
import { isSurelyOffline } from "./is-surely-offline.ts";
import { findOwnAddress, interfaceOf } from "./own-address.ts";

export type FoundPath = Attempt<{ readonly path: Path }, { readonly answer: Extract<RawAnswer, { kind: "none" }> }>;

/**
 * Resolves a host over the family asked for and keeps to the uplink's interface, or says why it can't. Whether there is a route
 * is for the kernel to say, and asked here before anything is sent: a later error may come from a router.
 */
export async function findPath(host: string, question: Question, network: Network): Promise<FoundPath> {
  const resolved = await resolveHost(host, question, network);
  if (!resolved.ok) return resolved;
  const { address } = resolved.path;
  if (question.sendFrom !== undefined) return sendAsTold(address, question.sendFrom, question, network);
  const chosen = await chooseInterface(question, network);
  if (!chosen.ok) return chosen;
  if (chosen.interfaceName !== null) return bindToInterface(address, chosen.interfaceName, question, network);
  return leaveAsRouted(address, question, network);
}

/** To find out what is answered: nothing is chosen, and nothing is checked but the interface. */
async function sendAsTold(
  address: string,
  sendFrom: NonNullable<Question["sendFrom"]>,
  question: Question,
  network: Network,
): Promise<FoundPath> {
  if (sendFrom !== "system") return found(address, sendFrom.own);
  const chosen = await chooseInterface(question, network);
  if (!chosen.ok) return chosen;
  if (chosen.interfaceName === null) return found(address, null);
  const sender = await network.sender(question.family, chosen.interfaceName, question.signal);
  return sender === null
    ? none(`can't tell what address is used through ${chosen.interfaceName}`)
    : found(address, sender);
}

async function resolveHost(host: string, question: Question, network: Network): Promise<FoundPath> {
  const literal = parseAddress(host);
  if (literal?.family === question.family) return found(literal.text, null);
  if (literal !== null) return unable(`${host} is of the other family`);
  // RFC 6761, section 6.3: this machine, whatever anybody's hosts file says.
  if (isLocalName(host)) return found(question.family === "ipv4" ? "127.0.0.1" : "::1", null);
  try {
    const address = await lookUpFor(host, question);
    if (address !== null) return found(address, null);
    return await explainNoAddress(explainLookup(host, question), host, question, network);
  } catch (error) {
    return explainNoAddress(explainNetworkError(error, host, question.family).reason, host, question, network);
  }
}

/** Without a route to the Internet, a failed look-up says nothing new. */
async function explainNoAddress(
  reason: string,
  host: string,
  question: Question,
  network: Network,
): Promise<FoundPath> {
  const way = await network.wayOut(question.family, null);
  const offline = await isSurelyOffline(way, question, network);
  return offline ? none(noRoute(host, question), true) : none(reason);
}

function isLocalName(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}

function noRoute(to: string, { family }: Question): string {
  return `no ${familyLabel(family)} route to ${to}`;
}

/** Null if the signal was aborted first. */
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

/** When time runs out during a look-up, the resolver is to blame, not the server that was to be asked. */
function explainLookup(host: string, { signal }: Question): string {
  return isTimeUp(signal.reason) ? `${host} can't be looked up: no resolver answers` : abortReason(signal);
}

/** From an address of the interface, and only if the system really sends through it then. */
async function bindToInterface(
  address: string,
  interfaceName: string,
  question: Question,
  network: Network,
): Promise<FoundPath> {
  const { family, published, unanswered = [], signal } = question;
  const addresses = await network.addresses();
  const sentFrom = await findSender(addresses, interfaceName, question, network);
  const own = findOwnAddress(addresses, { interfaceName, family, published, sentFrom, unanswered });
  if (own.kind === "none") return { ok: false, answer: own };
  const leaving = await network.leaving(address, own.address, signal);
  if (leaving.kind === "found" && leaving.interfaceName === interfaceName) return found(address, own.address);
  if (leaving.kind === "unknown") {
    return none(`can't tell whether ${own.address} reaches ${address} through ${interfaceName}: ${leaving.reason}`);
  }
  const way = leaving.kind === "unreachable" ? "has no route" : `leaves through ${leaving.interfaceName}`;
  const wanted = { family, interfaceName, from: own.address, destination: address };
  const advice = await network.adviseRule(wanted, signal);
  return none(`traffic from ${own.address} to ${address} ${way}, not through ${interfaceName}: add ${advice}`);
}

/** The route that the kernel takes. "No route" to one host proves nothing; only no route to the whole Internet does. */
async function leaveAsRouted(address: string, question: Question, network: Network): Promise<FoundPath> {
  const way = await network.wayOut(question.family, address);
  if (way.kind === "found") return leaveFrom(way.address, address, question, network);
  if (way.kind === "unknown") return none(`the route to ${address} is unknown: ${way.reason}`);
  const toInternet = await network.wayOut(question.family, null);
  return none(noRoute(address, question), await isSurelyOffline(toInternet, question, network));
}

/**
 * Over IPv6 the system would send from a temporary (privacy) address, and that is what the other side would see: send from
 * the permanent one. Where the address is translated anyway, and within the local network, any will do.
 */
async function leaveFrom(
  sentFrom: string,
  address: string,
  { family, published, unanswered = [] }: Question,
  network: Network,
): Promise<FoundPath> {
  if (family === "ipv4" || whyNotPublic(address) !== null || whyNotPublic(sentFrom) !== null)
    return found(address, null);
  const addresses = await network.addresses();
  const interfaceName = interfaceOf(addresses, sentFrom);
  if (interfaceName === null) return none(`${sentFrom} is not on any interface visible here`);
  const own = findOwnAddress(addresses, { interfaceName, family, published, sentFrom, unanswered });
  if (own.kind === "address") return found(address, own.address);
  return { ok: false, answer: { kind: "none", reason: own.reason, settling: own.settling === true } };
}

function found(address: string, localAddress: string | null): FoundPath {
  return { ok: true, path: { address, localAddress } };
}

function none(reason: string, absent = false): FoundPath {
  return { ok: false, answer: { kind: "none", reason, absent } };
}

function unable(reason: string): FoundPath {
  return { ok: false, answer: { kind: "none", reason, unable: true } };
}
