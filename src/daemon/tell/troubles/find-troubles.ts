import { type Detection, isSettled } from "../../../model/detection.ts";
import { type Family, familyLabel } from "../../../model/family.ts";
import { displayHostname } from "../../../model/hostname.ts";
import { missedAfterMs } from "../../../model/loss.ts";
import { isPublished, type Outcome } from "../../../model/report.ts";
import { formatDuration } from "../../../model/time/format-duration.ts";
import { accountKey, type Trouble, type TroubleInput, type Troubles } from "./trouble.ts";

/** One found in a round; since now, where it doesn't say. */
type FoundTrouble = Omit<Trouble, "sinceMs"> & { readonly sinceMs?: number };

/** What a round found to be wrong, by a key that stays the same as long as it lasts. `known`: what was wrong before it. */
export function findTroubles(known: Troubles, input: TroubleInput): ReadonlyMap<string, FoundTrouble> {
  return new Map([
    ...accountTroubles(input),
    ...startTroubles(input),
    ...lookTroubles(known, input),
    ...outvotedTroubles(input),
    ...lossTroubles(input),
    ...nameTroubles(known, input),
    ...faultTroubles(input),
  ]);
}

/** The keys of what a round looked at: what is no longer configured is neither in trouble nor recovered. */
export function listWatched(input: TroubleInput): ReadonlySet<string> {
  return new Set([
    ...[accountKey, startKey],
    ...input.outcomes.map(nameKey),
    ...input.detections.flatMap((seen) => [lookKey(seen), ...agreedKeys(seen)]),
    // A record that was deleted is not found again.
    ...input.outcomes.filter(({ address }) => address !== null).map(lossKey),
  ]);
}

export function isFaultKey(key: string): boolean {
  return key.startsWith("fault ");
}

function nameKey({ hostname, family }: Outcome): string {
  return `name ${hostname} ${family}`;
}

function lookKey({ uplink, family }: Detection): string {
  return `look ${uplink} ${family}`;
}

function* accountTroubles({ accountHold }: TroubleInput): Iterable<[string, FoundTrouble]> {
  if (accountHold === null) return;
  yield [accountKey, { kind: "held", what: "the account", text: accountHold, cause: "held" }];
}

const startKey = "start";

/** An absent family is not a trouble, and a lost one is reported later; a start without a network is reported at once. */
function* startTroubles({ everConfirmed, detections, outcomes }: TroubleInput): Iterable<[string, FoundTrouble]> {
  const isOffline = detections.length > 0 && detections.every(({ verdict }) => verdict === "absent");
  if (everConfirmed || !isOffline || outcomes.every(({ previous }) => previous === null)) return;
  const reasons = [...new Set(detections.flatMap(({ reason }) => reason ?? []))].join("; ");
  const text = `no network since the start${reasons ? ` (${reasons})` : ""}: keeping what is published until an address is confirmed`;
  yield [startKey, { kind: "trouble", what: "", text, cause: startKey }];
}

/** A silence or a contradiction of the sources. That there is no such address at all is not a trouble. */
function* lookTroubles(known: Troubles, input: TroubleInput): Iterable<[string, FoundTrouble]> {
  for (const seen of input.detections) {
    const { uplink, family, verdict, reason } = seen;
    if (isSettled(seen) || (!known.has(lookKey(seen)) && isSettling(seen, input))) continue;
    const what = addressName(uplink, family);
    yield [lookKey(seen), { kind: "trouble", what, family, text: reason ?? verdict, cause: verdict }];
  }
}

/** Each change of an IPv6 prefix leaves a moment in which the new address is being checked and the old one is over. */
const maxOpenMs = 10_000;

function isSettling({ uplink, family, verdict, answers }: Detection, { looks, nowMs }: TroubleInput): boolean {
  if (verdict !== "unknown" || !answers.some(({ settling }) => settling)) return false;
  const look = looks.find((each) => each.uplink === uplink && each.family === family);
  return nowMs - (look?.openSinceMs ?? nowMs) < maxOpenMs;
}

/** The others still agree: it is reported that a source is wrong, and when it agrees again. */
function* outvotedTroubles({ looks }: TroubleInput): Iterable<[string, FoundTrouble]> {
  for (const { uplink, family, outvoted } of looks) {
    for (const { source, address } of outvoted) {
      const text = `${source} says ${address}, but is outvoted`;
      const what = addressName(uplink, family);
      yield [outvotedKey(uplink, family, source), { kind: "trouble", what, family, text, cause: address }];
    }
  }
}

function outvotedKey(uplink: string, family: Family, source: string): string {
  return `outvoted ${uplink} ${family} ${source}`;
}

function agreedKeys({ uplink, family, address, answers }: Detection): string[] {
  const agreeing = answers.filter((answer) => address !== null && answer.address === address);
  return agreeing.map(({ source }) => outvotedKey(uplink, family, source));
}

/** A published family that has been gone for a while, and the deletion of its records an hour before it. */
function* lossTroubles({ losses, nowMs }: TroubleInput): Iterable<[string, FoundTrouble]> {
  for (const loss of losses) {
    const { hostname, family, sinceMs, deletesMs } = loss;
    if (nowMs - sinceMs < missedAfterMs) continue;
    const gone = `no ${familyLabel(family)} address for ${formatDuration(nowMs - sinceMs)}`;
    const text =
      deletesMs === null
        ? `${gone}; keeping what is published`
        : `${gone}; deleting the record in ${formatDuration(Math.max(0, deletesMs - nowMs))} (when_lost: delete)`;
    const what = `${displayHostname(hostname)} (${familyLabel(family)})`;
    yield [
      lossKey(loss),
      { kind: "trouble", what, hostname, family, text, cause: deletesMs === null ? "lost" : "deletion", sinceMs },
    ];
  }
}

function lossKey({ hostname, family }: Pick<Outcome, "hostname" | "family">): string {
  return `loss ${hostname} ${family}`;
}

function* nameTroubles(known: Troubles, { outcomes, accountHold }: TroubleInput): Iterable<[string, FoundTrouble]> {
  for (const outcome of outcomes) {
    const { hostname, family, action, result, consequence, address, reason, alternates } = outcome;
    const isTold = (address === null && action !== "update") || (accountHold !== null && reason === accountHold);
    const isDone = action === "none" || isPublished(outcome);
    if (!isTold && isDone && !alternates) continue;
    const key = nameKey(outcome);
    if (isTold || isDone) {
      // Nothing can be published now, and the look or the account tells why; that doesn't fix what was wrong before. Nor is
      // it where the address that is published is back for a moment.
      const before = known.get(key);
      if (before) yield [key, before];
      continue;
    }
    // The next round would call it held, for the same reason.
    const kind = action === "held" || consequence === "hold-hostname" ? "held" : "trouble";
    const what = `${displayHostname(hostname)} (${familyLabel(family)})`;
    const text = reason ?? result ?? action;
    yield [key, { kind, what, hostname, family, text, cause: kind === "held" ? kind : "not published" }];
  }
}

function* faultTroubles({ faults }: TroubleInput): Iterable<[string, FoundTrouble]> {
  for (const fault of faults) yield [`fault ${fault}`, { kind: "trouble", what: "", text: fault, cause: fault }];
}

function addressName(uplink: string, family: Family): string {
  return `the ${familyLabel(family)} address${uplink === "default" ? "" : ` of uplink ${uplink}`}`;
}
