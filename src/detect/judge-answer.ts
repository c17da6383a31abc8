import { type Address, parseAddress } from "../model/address.ts";
import { findNetwork, type IpNetwork } from "../model/addresses/ip-network.ts";
import { whyNotPublic } from "../model/addresses/public-address.ts";
import type { LanPrefix, SourceAnswer } from "../model/detection.ts";

import type { Family } from "../model/family.ts";
import type { RawAnswer, Source } from "./source.ts";

export interface AnswerRules {
  readonly source: Pick<Source, "uri" | "operator" | "authoritative">;
  readonly uplink: string;
  readonly family: Family;
  readonly allowNonPublic: boolean;
  /** The user's own rules; an empty `only` allows all. */
  readonly only: readonly IpNetwork[];
  readonly never: readonly IpNetwork[];
  readonly durationMs: number;
}

/** Decides whether what a source said is an address that may be published; nowhere else does. */
export function judgeAnswer(asked: AnswerRules, raw: RawAnswer): SourceAnswer {
  const { uplink, family, durationMs } = asked;
  const { uri: source, operator } = asked.source;
  // Beginning with a property, here and below: thousands of answers share their hidden class.
  const common = { operator, uplink, family, durationMs };
  const nothing = { operator, uplink, family, durationMs, kind: "none", address: null, authoritative: false } as const;
  if (raw.kind === "none") {
    const { reason, absent = false, unable = false, translated = false, settling = false, untold = false } = raw;
    const more = { ...(settling && { settling }), ...(untold && { untold }), ...prefixOf(raw, asked) };
    return { source, ...nothing, reason, absent, unable, translated, ...more };
  }
  const address = parseAddress(raw.address);
  if (address === null) return { source, ...nothing, reason: "answered with something that is not an address" };
  if (address.family !== family) return { source, ...nothing, reason: describeOtherFamily(address.text) };
  const fault = whyNotPublic(address.text);
  if (fault !== null && !asked.allowNonPublic) {
    return {
      source,
      ...common,
      kind: "refused",
      address: address.text,
      reason: `not public: ${fault}`,
      authoritative: false,
    };
  }
  const rule = whyBarred(address, asked);
  if (rule !== null) {
    return {
      source,
      ...common,
      kind: "refused",
      address: address.text,
      reason: rule,
      authoritative: false,
      barred: true,
    };
  }
  const trust = asked.source.authoritative;
  const authoritative = trust === "always" || (trust === "when-public" && fault === null);
  const prefix = prefixOf(raw, asked);
  return {
    source,
    ...common,
    kind: "address",
    address: address.text,
    ...prefix,
    reason: raw.reason ?? null,
    authoritative,
  };
}

/** What is reported of a source that gives an address of the family it was not asked for. */
export function describeOtherFamily(address: string): string {
  return `answered with ${address}, which is of the other family`;
}

const maxListed = 3;

/** Which of the user's own rules keeps an address from being published; null if none does. */
function whyBarred(address: Address, { only, never }: Pick<AnswerRules, "only" | "never">): string | null {
  const forbidding = findNetwork(never, address);
  if (forbidding !== undefined) return `refused by never: ${forbidding.text}`;
  if (only.length === 0 || findNetwork(only, address) !== undefined) return null;
  const listed = only.slice(0, maxListed).map(({ text }) => text);
  const more = only.length > maxListed ? ` and ${only.length - maxListed} more` : "";
  return `refused by only: not in ${listed.join(", ")}${more}`;
}

function prefixOf({ prefix }: RawAnswer, asked: AnswerRules): { readonly prefix?: LanPrefix | null } {
  return prefix === undefined ? {} : { prefix: judgePrefix(prefix, asked) };
}

/** A prefix that nobody else could reach a host behind counts as unknown. */
function judgePrefix(prefix: LanPrefix | null, { allowNonPublic }: AnswerRules): LanPrefix | null {
  return prefix !== null && (allowNonPublic || whyNotPublic(prefix.address) === null) ? prefix : null;
}
