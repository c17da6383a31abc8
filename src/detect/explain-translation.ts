import type { SourceAnswer } from "../model/detection.ts";
import { whyNotPublic } from "../model/public-address.ts";

/**
 * Whether somebody before this network's router translates addresses (carrier-grade NAT), in plain words; null where
 * nothing says so. `address` is what the Internet sees. A private address of this machine proves nothing: most routers translate.
 */
export function explainTranslation(answers: readonly SourceAnswer[], address: string): string | null {
  for (const answer of answers) {
    const own = explainOwnAddress(answer, address);
    if (own !== null)
      return `${own}, but the Internet sees ${address}: the provider translates addresses (CGNAT), so nobody can connect from outside`;
  }
  return null;
}

function explainOwnAddress(answer: SourceAnswer, address: string): string | null {
  if (answer.operator === "router") {
    if (answer.translated) return "the router has no public address";
    return answer.address === null || answer.address === address
      ? null
      : `the router's own address is ${answer.address}`;
  }
  const shared = answer.operator === "this machine" && answer.kind === "refused" && isShared(answer.address ?? "");
  return shared ? `this machine's own address is ${answer.address}` : null;
}

/** Carrier-grade NAT, and what DS-Lite and 464XLAT put in front of one: whoever has such an address shares a public one. */
const sharedBlocks = ["100.64.0.0/10", "192.0.0.0/29"];

function isShared(address: string): boolean {
  const fault = whyNotPublic(address);
  return sharedBlocks.some((block) => fault?.startsWith(`${block},`));
}
