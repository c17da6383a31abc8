import { parseAddress } from "../../model/address.ts";
import { whyNotPublic } from "../../model/addresses/public-address.ts";
import { type Family, familyLabel } from "../../model/family.ts";
import type { InterfaceAddress } from "../../platform/network/network-interfaces.ts";
import type { RawAnswer } from "../source.ts";

export interface WantedOwn {
  readonly interfaceName: string;
  readonly family: Family;
  readonly published: string | null;
  /** The one that the kernel sends from; null if it was not asked. */
  readonly sentFrom: string | null;
  /** Those from which no question is answered, though others are. */
  readonly unanswered?: readonly string[];
}

/**
 * The permanent address of an interface: the one already published while it is still valid, otherwise a public one, the one
 * that the kernel sends from, a manual one before an automatic one; over IPv4, where all are permanent, the kernel's choice
 * comes before what is published. Over IPv6 what is published counts as valid only while the kernel sends from its prefix: a
 * router that gets another prefix and forgets to take back the old one leaves addresses that look valid for hours. Temporary
 * (privacy), deprecated, tentative, loopback, link-local and unique local addresses are skipped, IPv6 ones with unknown flags,
 * and those from which no question is answered. Otherwise why there is none.
 */
export function findOwnAddress(addresses: readonly InterfaceAddress[], wanted: WantedOwn): RawAnswer {
  const works = (entry: InterfaceAddress) => entry.running || wanted.sentFrom !== null;
  const own = addresses.filter((entry) => entry.interfaceName === wanted.interfaceName && works(entry));
  if (own.length === 0) return explainMissing(addresses, wanted);
  const ofFamily = own.filter(({ family }) => family === wanted.family);
  const lasting = ofFamily.filter((entry) => isStable(entry) && !staysOnLink(entry.address));
  const [best] = lasting
    .filter(({ address }) => !isUnanswered(address, wanted))
    .sort((left, right) => rank(right, wanted) - rank(left, wanted));
  if (best !== undefined) {
    const others = wanted.family === "ipv6" ? listOthers(best.address, lasting) : [];
    const move = explainMove(best, ofFamily, wanted);
    return { kind: "address", address: best.address, ...move, ...(others.length > 0 && { others }) };
  }
  const [silent] = lasting;
  if (silent !== undefined) return { kind: "none", reason: describeUnanswered(silent.address) };
  const elsewhere = wanted.published === null ? null : interfaceOf(addresses, wanted.published);
  if (elsewhere === null || elsewhere === wanted.interfaceName) return explainNothingUsable(ofFamily, wanted);
  const reason = `${wanted.interfaceName} has no usable ${familyLabel(wanted.family)} address, but ${elsewhere} has ${wanted.published}`;
  return { kind: "none", reason };
}

/** The interface that has an address; null if none is listed with it. */
export function interfaceOf(addresses: readonly InterfaceAddress[], address: string): string | null {
  return addresses.find((entry) => entry.address === address)?.interfaceName ?? null;
}

function isUnanswered(address: string, { unanswered = [] }: WantedOwn): boolean {
  return unanswered.includes(address);
}

function describeUnanswered(address: string): string {
  return `traffic from ${address} is no longer answered, although traffic from elsewhere is`;
}

/** Public ones of other prefixes: one of the two may be dead. */
function listOthers(address: string, lasting: readonly InterfaceAddress[]): readonly string[] {
  const others = lasting.filter((entry) => isPublicAddress(entry.address) && !sharesPrefix(entry.address, address));
  return others.map((entry) => entry.address);
}

function isStable({ temporary, deprecated, tentative, flagsKnown }: InterfaceAddress): boolean {
  return flagsKnown && !temporary && !deprecated && !tentative;
}

function rank(entry: InterfaceAddress, { family, published, sentFrom }: WantedOwn): number {
  const isPublished = entry.address === published;
  const isInUse = family === "ipv6" && sharesPrefix(entry.address, sentFrom);
  const merits = [
    family === "ipv6" && isPublished && (isInUse || !isPublicAddress(sentFrom)),
    whyNotPublic(entry.address) === null,
    isInUse,
    entry.address === sentFrom,
    isPublished,
    entry.permanent,
  ];
  return merits.reduce((sum, merit) => sum * 2 + (merit ? 1 : 0), 0);
}

function isPublicAddress(address: string | null): boolean {
  return address !== null && whyNotPublic(address) === null;
}

/** Whether there are public addresses of several prefixes on an interface, so that it matters which one the kernel sends from. */
export function hasSeveralPrefixes(addresses: readonly InterfaceAddress[], interfaceName: string): boolean {
  const [first, ...rest] = addresses.filter(
    (entry) =>
      entry.interfaceName === interfaceName &&
      entry.family === "ipv6" &&
      isStable(entry) &&
      isPublicAddress(entry.address),
  );
  return first !== undefined && rest.some(({ address }) => !sharesPrefix(address, first.address));
}

/** Of one /64, as every network of hosts is (RFC 4291, section 2.5.4). */
function sharesPrefix(address: string, other: string | null): boolean {
  const [one, two] = [address, other ?? ""].map((text) => parseAddress(text)?.bytes.slice(0, 8).join());
  return one === two;
}

/** Why what is published is left, though it is still valid. */
function explainMove(
  { address }: InterfaceAddress,
  ofFamily: readonly InterfaceAddress[],
  wanted: WantedOwn,
): { readonly reason?: string } {
  const { family, published, sentFrom } = wanted;
  if (family !== "ipv6" || published === null || address === published) return {};
  const isLeft = ofFamily.some((entry) => entry.address === published && isStable(entry));
  if (!isLeft) return {};
  if (isUnanswered(published, wanted)) return { reason: describeUnanswered(published) };
  if (sentFrom === null || sharesPrefix(published, sentFrom)) return {};
  return { reason: `${published} is still there, but this machine no longer sends from its prefix` };
}

/** Valid only on this machine, link or site; a private IPv4 address is left to `judge-answer.ts`, which names the reason. */
export function staysOnLink(address: string): boolean {
  const fault = whyNotPublic(address) ?? "";
  return /, (loopback|link-local|unique local|multicast|unspecified|"this)/.test(fault);
}

function explainMissing(addresses: readonly InterfaceAddress[], { interfaceName }: WantedOwn): RawAnswer {
  const names = [...new Set(addresses.filter(({ running }) => running).map((entry) => entry.interfaceName))].join(", ");
  return { kind: "none", reason: `interface ${interfaceName} is missing or down (up: ${names || "none"})` };
}

/**
 * Sure that there is no such address only where nothing else is possible: a tentative one is usable a second or two later,
 * one without flags may be, and what was published may come back from being deprecated.
 */
function explainNothingUsable(ofFamily: readonly InterfaceAddress[], wanted: WantedOwn): RawAnswer {
  const { interfaceName, family, published } = wanted;
  const shown = familyLabel(family);
  if (ofFamily.length === 0) return { kind: "none", reason: `${interfaceName} has no ${shown} address`, absent: true };
  const isPublic = ({ address }: InterfaceAddress) => whyNotPublic(address) === null;
  if (ofFamily.some((entry) => isPublic(entry) && !entry.flagsKnown)) {
    return {
      kind: "none",
      reason: `this system doesn't say which ${shown} addresses of ${interfaceName} are permanent`,
    };
  }
  const settling = ofFamily.some((entry) => entry.tentative && !entry.deprecated && !entry.temporary);
  const kept = published !== null && ofFamily.some(isPublic);
  const reason = `${interfaceName} has only temporary, deprecated, tentative or local ${shown} addresses`;
  return { kind: "none", reason, absent: !settling && !kept, ...(settling && { settling }) };
}
