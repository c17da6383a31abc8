import { whyNotPublic } from "../model/addresses/public-address.ts";
import type { SourceAnswer } from "../model/detection.ts";

/**
 * Whether somebody before this network's router translates addresses (carrier-grade NAT, double NAT), and what to do, in
 * plain words; null if nothing says so. `address` is what the Internet sees, null if that isn't known. An own private
 * address proves nothing: most routers translate.
 */
export function explainTranslation(answers: readonly SourceAnswer[], address: string | null): string | null {
  const found = findTranslation(answers, address);
  return found && `${found.cause}; ${found.advice}`;
}

/** The same in its two halves. */
export function findTranslation(
  answers: readonly SourceAnswer[],
  address: string | null,
): { readonly cause: string; readonly advice: string } | null {
  const routers = answers.filter(({ operator }) => operator === "router");
  const isRouters = address !== null && routers.some((answer) => answer.address === address);
  // Where the router has what the Internet sees, a shared address of this machine's is one of some tunnel.
  for (const answer of isRouters ? routers : answers) {
    const own = explainOwnAddress(answer, address);
    if (own === null) continue;
    const seen = address === null ? "" : `, but the Internet sees ${address}`;
    const cause = `${own.shown}${seen}: ${own.cause}, so nobody can connect from outside`;
    return { cause, advice: own.advice };
  }
  return null;
}

interface OwnAddress {
  readonly shown: string;
  readonly cause: string;
  readonly advice: string;
}

function explainOwnAddress(answer: SourceAnswer, address: string | null): OwnAddress | null {
  const own = answer.address;
  if (answer.operator === "router") {
    if (answer.translated) return { shown: answer.reason ?? "the router has no public address", ...unknownCause };
    if (own === null || own === address || (address === null && isPublic(own))) return null;
    return { shown: `the router's own address is ${own}`, ...causeOf(own) };
  }
  const shared = answer.operator === "this machine" && answer.kind === "refused" && own !== null && isShared(own);
  return shared ? { shown: `this machine's own address is ${own}`, ...causeOf(own) } : null;
}

type Cause = Pick<OwnAddress, "cause" | "advice">;

const askProvider = "ask the provider for a public IPv4 address, or publish IPv6 only (ipv4: false)";
const providerCause: Cause = {
  cause: "the provider translates addresses (CGNAT) and shares this one among customers",
  advice: askProvider,
};
const tunnelCause: Cause = {
  cause: "the provider carries IPv4 over IPv6 (DS-Lite or 464XLAT) and translates addresses",
  advice: askProvider,
};
const doubleCause: Cause = {
  cause: "another router in front of it translates addresses (double NAT)",
  advice: "set that router to bridge mode, or forward the ports on both",
};
const otherWayCause: Cause = {
  cause: "the provider translates addresses, or this machine's traffic leaves through a VPN",
  advice: "name sources that use the right connection, or set `interface` for the uplink",
};
const unknownCause: Cause = {
  cause: "it is offline, or the provider or another router translates addresses (CGNAT, double NAT)",
  advice: askProvider,
};

/** By the kind of address that a router, or this machine, has where the Internet sees another one. */
function causeOf(own: string): Cause {
  const fault = whyNotPublic(own);
  if (fault === null) return otherWayCause;
  if (fault.startsWith("192.0.0.0/29,")) return tunnelCause;
  if (fault.startsWith("100.64.0.0/10,")) return providerCause;
  return doubleCause;
}

function isPublic(address: string): boolean {
  return whyNotPublic(address) === null;
}

/** Carrier-grade NAT, and what DS-Lite and 464XLAT put in front of one: whoever has such an address shares a public one. */
function isShared(address: string): boolean {
  const cause = causeOf(address);
  return cause === providerCause || cause === tunnelCause;
}
