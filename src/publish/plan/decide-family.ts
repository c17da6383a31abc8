import { composeIpv6, sameAddress } from "../../model/address.ts";
import type { Detection } from "../../model/detection.ts";
import { type Family, familyLabel } from "../../model/family.ts";
import { deleteAfterMs, tellBeforeMs } from "../../model/loss.ts";
import type { ChangeCause } from "../../model/report.ts";
import { explainRefusedAddress } from "../../model/result.ts";
import { type RememberedName, type State, unknownName } from "../../model/state.ts";
import { formatDuration } from "../../model/time/format-duration.ts";
import type { WantedName } from "../../model/wanted.ts";
import { rememberedAddress, rememberedName } from "../remember/state-draft.ts";
import { dampedUntil, nextHoldWhileAlternating } from "./damp-change.ts";

/**
 * What one family of a hostname calls for.
 *
 * - `change`: the address is to be published
 * - `settled`: it is published already
 * - `unknown`: nobody knows the address; nothing is done
 * - `absent`: there is no such address here, and there never was one published
 * - `lost`: there no longer is one; what is published is kept
 * - `remove`: it has been lost for so long that its records are to go
 * - `refused`: the server calls the address invalid
 * - `damped`: the address keeps changing, and this one must have held for a while first
 * - `untold`: the client of the gateway has not told it yet; what is published stays
 * - `barred`: the user's own rule keeps it from being published; what is published stays
 */
export interface FamilyDecision {
  readonly family: Family;
  readonly kind:
    | "change"
    | "settled"
    | "unknown"
    | "absent"
    | "lost"
    | "remove"
    | "refused"
    | "damped"
    | "barred"
    | "untold";
  readonly address: string | null;
  readonly previous: string | null;
  readonly reason: string | null;
  /** Steady ms; only with `damped`. */
  readonly nextAttemptMs?: number;
  /** With `settled` and `change`: the address keeps changing back and forth, and has not been this one for long. */
  readonly alternates?: boolean;
  /** With `change`: why, where the address is not what changed. */
  readonly cause?: ChangeCause;
}

export interface FamilyInput {
  readonly name: WantedName;
  readonly family: Family;
  /** Undefined if nobody looked. */
  readonly seen: Detection | undefined;
  readonly state: State;
  readonly whenLost: "keep" | "delete";
  readonly force: boolean;
  readonly nowMs: number;
  /** When the look began, epoch ms. */
  readonly lookWallMs: number;
}

/** Decides from what was seen and what is remembered, without regard to holds, waits and limits. */
export function decideFamily(input: FamilyInput): FamilyDecision {
  const { name, family, seen, state } = input;
  const known = rememberedName(state, name.hostname, family) ?? unknownName;
  const decide = (kind: FamilyDecision["kind"], address: string | null, reason: string | null): FamilyDecision => ({
    family,
    kind,
    address,
    previous: known.published,
    reason,
  });
  if (seen?.verdict === "absent") return decideAbsent(input, known, seen, decide);
  if (seen?.verdict === "refused") return decide("barred", null, unknownReason(input, known));
  const isTold = seen?.verdict === "confirmed" || seen?.verdict === "untold";
  const address = isTold ? wantedAddress(name, family, seen) : null;
  if (address === null) return decide(isOfClient(seen) ? "untold" : "unknown", null, unknownReason(input, known));
  if (isRefused(known, address)) return decide("refused", address, explainRefusedAddress(address));
  const nextHoldMs = nextHoldWhileAlternating(rememberedAddress(state, name.uplink, family)?.alternation, input.nowMs);
  const alternates = nextHoldMs !== null && { alternates: true };
  if (!needsUpdate(known, address, input.force)) {
    return { ...decide("settled", address, explainNextHold(family, nextHoldMs)), ...alternates };
  }
  const damped = dampedChange(input, known);
  if (damped !== null) return { ...decide("damped", address, damped.reason), nextAttemptMs: damped.untilMs };
  const cause = findCause(input, known);
  return { ...decide("change", address, changeReason(known, address)), ...alternates, ...(cause && { cause }) };
}

/** Null where the address has changed since the name was last published, or since nobody could publish it. */
function findCause({ name, family, state, force, lookWallMs }: FamilyInput, known: RememberedName): ChangeCause | null {
  const seen = rememberedAddress(state, name.uplink, family);
  if (!seen || force) return null;
  const changedMs = Date.parse(seen.changedAt);
  const isUntried = known.result === null && known.published === null;
  if (isUntried) return changedMs < lookWallMs ? "new" : null;
  // What another replica published, and when, is not known.
  const wasPublished = known.result !== null && known.publishedAt !== null;
  return wasPublished && changedMs <= Date.parse(known.publishedAt) ? "again" : null;
}

function explainNextHold(family: Family, holdMs: number | null): string | null {
  if (holdMs === null) return null;
  return `${keepsChanging(family)}: another one is published once it has been stable for ${formatDuration(holdMs)}`;
}

/** Null if the change is published at once. */
function dampedChange({ name, family, state, force, nowMs }: FamilyInput, { published }: RememberedName) {
  const remembered = rememberedAddress(state, name.uplink, family);
  const untilMs = dampedUntil(remembered?.alternation);
  if (force || published === null || untilMs === null || untilMs <= nowMs) return null;
  const holds = `it is published once it has been stable for ${formatDuration(untilMs - (remembered?.alternation?.sinceMs ?? nowMs))}`;
  return { untilMs, reason: `${keepsChanging(family)}: ${holds}` };
}

function keepsChanging(family: Family): string {
  return `the ${familyLabel(family)} address keeps changing back and forth`;
}

/** Whether the server called this address invalid; the wish for another one ends it. */
export function isRefused({ refusedAddress }: RememberedName, address: string): boolean {
  return refusedAddress !== null && sameAddress(refusedAddress, address);
}

function needsUpdate(known: RememberedName, address: string, force: boolean): boolean {
  if (force || known.published === null || known.unsettledAddress !== null) return true;
  return known.published !== address && !sameAddress(known.published, address);
}

/** The address of the uplink, or of a LAN host behind its prefix; null if none can be made of it. */
function wantedAddress({ suffix }: WantedName, family: Family, { address, prefix }: Detection): string | null {
  if (family === "ipv4" || suffix === null) return address;
  if (prefix === undefined) return address === null ? null : composeIpv6(address, suffix.suffix, suffix.prefixLength);
  const isKnown = prefix !== null && prefix.length >= suffix.prefixLength;
  return isKnown ? composeIpv6(prefix.address, suffix.suffix, suffix.prefixLength) : null;
}

/** What a client of the gateway has not told is not a fault of anybody here. */
function isOfClient(seen: Detection | undefined): boolean {
  return (
    seen !== undefined && seen.answers.length > 0 && seen.answers.every(({ source }) => source.startsWith("push:"))
  );
}

function decideAbsent(
  { family, whenLost, nowMs }: FamilyInput,
  known: RememberedName,
  seen: Detection,
  decide: (kind: FamilyDecision["kind"], address: null, reason: string | null) => FamilyDecision,
): FamilyDecision {
  const label = familyLabel(family);
  const why = seen.reason ? ` (${seen.reason})` : "";
  if (known.published === null) return decide("absent", null, `there is no ${label} address or route here${why}`);
  const deletesMs = whenLost === "delete" ? deletionMs(known) : null;
  if (deletesMs !== null && deletesMs <= nowMs) {
    const reason = `no ${label} address for 24 hours: deleting the records (when_lost: delete)`;
    return decide("remove", null, reason);
  }
  const stays =
    deletesMs === null ? "" : ` until it is deleted in ${formatDuration(deletesMs - nowMs)} (when_lost: delete)`;
  return decide(
    "lost",
    null,
    `there is no longer an ${label} address or route here${why}; keeping ${known.published}${stays}`,
  );
}

/** When the records of a lost family are deleted; null before it was said that they will be. */
export function deletionMs({ lostSinceMs, deletionToldMs }: RememberedName): number | null {
  if (lostSinceMs === null || deletionToldMs === null) return null;
  return Math.max(lostSinceMs + deleteAfterMs, deletionToldMs + tellBeforeMs);
}

function unknownReason({ name, family, seen }: FamilyInput, { published }: RememberedName): string {
  const stays = published === null ? "nothing is published" : `keeping ${published}`;
  if (seen === undefined) return `no source is asked for the ${family} address of uplink ${name.uplink}; ${stays}`;
  const isHost = name.suffix !== null && seen.prefix !== undefined;
  if (seen.verdict === "confirmed" || isHost) return `${explainMisfit(name, seen)}; ${stays}`;
  return `${seen.reason ?? `the ${family} address is not known`}; ${stays}`;
}

/** Why no address of a LAN host can be made of what was found. */
function explainMisfit({ suffix }: WantedName, { address, prefix, answers, ...seen }: Detection): string {
  const source = seen.source ?? answers[0]?.source;
  if (prefix === undefined) return `the suffix does not fit the address ${address}`;
  if (prefix === null) return `${source} gives the router's own address, but not the prefix of the network behind it`;
  const shown = `${prefix.address}/${prefix.length}`;
  return `${source} gives the prefix ${shown}, which is shorter than prefix_length (${suffix?.prefixLength}); set prefix_length to ${prefix.length} and let suffix name the subnet too`;
}

function changeReason({ published, unsettledAddress }: RememberedName, address: string): string | null {
  if (unsettledAddress !== null) return `it is unknown whether ${unsettledAddress} was published`;
  if (published === null || !sameAddress(published, address)) return null;
  return "published again because of --force";
}
