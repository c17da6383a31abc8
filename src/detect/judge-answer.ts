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
  if (raw.kind === "none") return judgeSilence(asked, raw);
  const address = parseAddress(raw.address);
  if (address === null) return answerOf(asked, "none", null, "answered with something that is not an address");
  if (address.family !== asked.family) return answerOf(asked, "none", null, describeOtherFamily(address.text));
  const fault = whyNotPublic(address.text);
  if (fault !== null && !asked.allowNonPublic) {
    return answerOf(asked, "refused", address.text, `not public: ${fault}`);
  }
  const rule = whyBarred(address, asked);
  if (rule !== null) return answerOf(asked, "refused", address.text, rule, { barred: true });
  const trust = asked.source.authoritative;
  const authoritative = trust === "always" || (trust === "when-public" && fault === null);
  return answerOf(asked, "address", address.text, raw.reason ?? null, { authoritative, ...prefixOf(raw, asked) });
}

function judgeSilence(asked: AnswerRules, raw: Extract<RawAnswer, { kind: "none" }>): SourceAnswer {
  const { reason, absent = false, unable = false, translated = false, settling = false, untold = false } = raw;
  const rest = { ...(settling && { settling }), ...(untold && { untold }), ...prefixOf(raw, asked) };
  return answerOf(asked, "none", null, reason, { absent, unable, translated, ...rest });
}

type AnswerMore = Partial<
  Omit<SourceAnswer, "source" | "operator" | "uplink" | "family" | "kind" | "address" | "reason" | "durationMs">
>;

/** Written out: what a spread adds to an object lies outside of it, and there may be thousands. */
function answerOf(
  { source: { uri: source, operator }, uplink, family, durationMs }: AnswerRules,
  kind: SourceAnswer["kind"],
  address: string | null,
  reason: string | null,
  { authoritative = false, ...more }: AnswerMore = {},
): SourceAnswer {
  return { source, operator, uplink, family, kind, address, reason, authoritative, durationMs, ...more };
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
