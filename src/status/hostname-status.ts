import { sameAddress } from "../model/address.ts";
import type { Family } from "../model/family.ts";
import { missedAfterMs } from "../model/loss.ts";
import type { Outcome } from "../model/report.ts";
import { explainRefusedAddress } from "../model/result.ts";
import type { RememberedAccount, RememberedName } from "../model/state.ts";
import type { HostnameStatus } from "../model/status.ts";
import { isoTime } from "../model/time/iso-time.ts";
import type { Ipv6Suffix } from "../model/wanted.ts";
import type { LookStatus } from "./looks.ts";

/** Everything known about one hostname and family. */
export interface HostnameInput {
  readonly hostname: string;
  readonly family: Family;
  readonly suffix: Ipv6Suffix | null;
  readonly remembered: RememberedName | null;
  readonly account: RememberedAccount;
  /** The result of the last round; null before the first. */
  readonly outcome: Outcome | null;
  readonly look: LookStatus | null;
  /** The address of the uplink that was last confirmed, without any suffix. */
  readonly known: string | null;
  readonly nowSteadyMs: number;
  readonly nowWallMs: number;
}

type HostnameVerdict = Pick<HostnameStatus, "state" | "reason" | "nextAttemptAt">;

/** One line of `hostnames` in the status. */
export function hostnameStatus(input: HostnameInput): HostnameStatus {
  const { hostname, family, remembered, outcome } = input;
  return {
    hostname,
    family,
    wanted: wantedAddress(input),
    published: remembered?.published ?? null,
    publishedAt: remembered?.publishedAt ?? null,
    result: remembered?.result ?? outcome?.result ?? null,
    ...judge(input),
  };
}

/** The line from before, if it says the same. */
export function takeAgain(before: HostnameStatus | undefined, line: HostnameStatus): HostnameStatus {
  if (before === undefined) return line;
  for (const key in line) {
    const field = key as keyof HostnameStatus; // it has no others
    if (before[field] !== line[field]) return line;
  }
  return before;
}

/** The address that the round wanted; between rounds, or if the round had none, the one last confirmed. */
function wantedAddress({ outcome, suffix, known }: HostnameInput): string | null {
  return outcome?.address ?? (suffix === null ? known : null);
}

/** The first state that applies; a hold comes before everything else. */
function judge(input: HostnameInput): HostnameVerdict {
  return (
    held(input) ??
    absent(input) ??
    refused(input) ??
    settled(input) ??
    heldUp(input) ??
    waiting(input) ??
    waitingStill(input) ??
    pending(input)
  );
}

/** By its own hold, or by the one that the round reports: that of its other family, or of the account. */
function held({ remembered, account, outcome }: HostnameInput): HostnameVerdict | null {
  if (remembered?.hold) return verdict("held", remembered.hold.reason);
  if (outcome?.action === "held") {
    return verdict("held", outcome.reason ?? account.hold?.reason ?? null, outcome.nextAttemptAt);
  }
  return null;
}

/** A family that was never published is simply absent; a published one is kept, and reported missing after ten minutes. */
function absent({ remembered, outcome, look, nowSteadyMs }: HostnameInput): HostnameVerdict | null {
  if (look?.verdict !== "absent") return null;
  const reason = outcome?.reason ?? look.reason;
  if (remembered === null || remembered.published === null) return verdict("absent", reason);
  const lostMs = remembered.lostSinceMs === null ? 0 : nowSteadyMs - remembered.lostSinceMs;
  return lostMs >= missedAfterMs ? verdict("absent", reason) : verdict("ok", reason);
}

/** By the user's own rule: nothing is sent, and the published address is kept. */
function refused({ outcome, look }: HostnameInput): HostnameVerdict | null {
  return look?.verdict === "refused" ? verdict("refused", outcome?.reason ?? look.reason) : null;
}

function settled(input: HostnameInput): HostnameVerdict | null {
  const published = input.remembered?.published ?? null;
  const wanted = wantedAddress(input);
  // Without a wanted address nothing contradicts what is published; health takes care of the look's age.
  if (published === null || (wanted !== null && wanted !== published)) return null;
  // Sent without a clear answer: the record may contain something else.
  if ((input.remembered?.unsettledAddress ?? published) !== published) return null;
  // Kept for a reason that may last, such as a prefix that fits no suffix.
  const isWorthSaying = wanted === null || input.outcome?.alternates === true;
  return verdict("ok", isWorthSaying ? (input.outcome?.reason ?? null) : null);
}

/** By the account's hold, even right after the update that caused it: nothing more is sent for it. */
function heldUp(input: HostnameInput): HostnameVerdict | null {
  const { hold } = input.account;
  return hold && wantedAddress(input) !== null
    ? verdict("held", hold.reason, input.outcome?.nextAttemptAt ?? null)
    : null;
}

/** As the round says; remembered failures don't matter. */
function waiting({ outcome }: HostnameInput): HostnameVerdict | null {
  if (outcome === null || outcome.action === "none") return null;
  const { action, consequence, reason, nextAttemptAt } = outcome;
  const waits = action === "wait" || nextAttemptAt !== null || consequence === "refuse-address";
  return waits ? verdict("waiting", reason, nextAttemptAt) : null;
}

/** If there was no round yet, or there is none because no daemon is running: what the last one left. */
function waitingStill(input: HostnameInput): HostnameVerdict | null {
  const { remembered, account, outcome, look, nowSteadyMs, nowWallMs } = input;
  if (outcome !== null || look !== null) return null;
  const wanted = wantedAddress(input);
  const refused = remembered?.refusedAddress ?? null;
  if (refused !== null && wanted !== null && sameAddress(refused, wanted))
    return verdict("waiting", explainRefusedAddress(wanted));
  const wait = account.wait ?? remembered?.wait ?? null;
  if (wait === null || wait.untilMs <= nowSteadyMs) return null;
  return verdict("waiting", wait.reason, isoTime(nowWallMs + wait.untilMs - nowSteadyMs));
}

function pending({ outcome, look }: HostnameInput): HostnameVerdict {
  return verdict("pending", outcome?.reason ?? look?.reason ?? null);
}

function verdict(
  state: HostnameVerdict["state"],
  reason: string | null,
  nextAttemptAt: string | null = null,
): HostnameVerdict {
  return { state, reason, nextAttemptAt };
}
