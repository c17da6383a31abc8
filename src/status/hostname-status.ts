import type { Family } from "../model/family.ts";
import { missedAfterMs } from "../model/loss.ts";
import type { Outcome } from "../model/report.ts";
import type { RememberedAccount, RememberedName } from "../model/state.ts";
import type { HostnameStatus } from "../model/status.ts";
import type { Ipv6Suffix } from "../model/wanted.ts";
import type { Look } from "./looks.ts";

/** Everything known of one hostname and family. */
export interface NameFacts {
  readonly hostname: string;
  readonly family: Family;
  readonly suffix: Ipv6Suffix | null;
  readonly remembered: RememberedName | null;
  readonly account: RememberedAccount;
  /** What the last round came to; null before the first. */
  readonly outcome: Outcome | null;
  readonly look: Look | null;
  /** The address of the uplink that was last confirmed, without any suffix. */
  readonly known: string | null;
  readonly nowSteadyMs: number;
}

type Verdict = Pick<HostnameStatus, "state" | "reason" | "nextAttemptAt">;

/** One line of `hostnames` in the status. */
export function hostnameStatus(facts: NameFacts): HostnameStatus {
  const { hostname, family, remembered, outcome } = facts;
  return {
    hostname,
    family,
    wanted: wantedAddress(facts),
    published: remembered?.published ?? null,
    publishedAt: remembered?.publishedAt ?? null,
    result: remembered?.result ?? outcome?.result ?? null,
    ...judge(facts),
  };
}

/** What the round wanted; between rounds and where it could not tell, what was last confirmed. */
function wantedAddress({ outcome, suffix, known }: NameFacts): string | null {
  return outcome?.address ?? (suffix === null ? known : null);
}

/** The first that applies; a hold outlives everything else. */
function judge(facts: NameFacts): Verdict {
  return (
    held(facts) ??
    absent(facts) ??
    refused(facts) ??
    settled(facts) ??
    heldUp(facts) ??
    waiting(facts) ??
    pending(facts)
  );
}

/** By a hold of its own, or by what the round says of it: the hold of its other family, or of the account. */
function held({ remembered, account, outcome }: NameFacts): Verdict | null {
  if (remembered?.hold) return verdict("held", remembered.hold.reason);
  if (outcome?.action === "held") {
    return verdict("held", outcome.reason ?? account.hold?.reason ?? null, outcome.nextAttemptAt);
  }
  return null;
}

/** A family that was never published is simply not there; a published one is kept, and missed after ten minutes. */
function absent({ remembered, outcome, look, nowSteadyMs }: NameFacts): Verdict | null {
  if (look?.verdict !== "absent") return null;
  const reason = outcome?.reason ?? look.reason;
  if (remembered === null || remembered.published === null) return verdict("absent", reason);
  const lostMs = remembered.lostSinceMs === null ? 0 : nowSteadyMs - remembered.lostSinceMs;
  return lostMs >= missedAfterMs ? verdict("absent", reason) : verdict("ok", reason);
}

/** By the user's own rule: nothing is sent, and what is published stays. */
function refused({ outcome, look }: NameFacts): Verdict | null {
  return look?.verdict === "refused" ? verdict("refused", outcome?.reason ?? look.reason) : null;
}

function settled(facts: NameFacts): Verdict | null {
  const published = facts.remembered?.published ?? null;
  const wanted = wantedAddress(facts);
  // Without a wanted address there is nothing that contradicts what is published; health watches over the look's age.
  if (published === null || (wanted !== null && wanted !== published)) return null;
  // Sent without a clear answer: the record may hold something else.
  if ((facts.remembered?.unsettledAddress ?? published) !== published) return null;
  return verdict("ok", null);
}

/** By the account's hold, also right after the update that it began with: nothing is sent for it any more. */
function heldUp(facts: NameFacts): Verdict | null {
  const { hold } = facts.account;
  return hold && wantedAddress(facts) !== null
    ? verdict("held", hold.reason, facts.outcome?.nextAttemptAt ?? null)
    : null;
}

/** As the round says; what is remembered of another failure is not asked. */
function waiting({ outcome }: NameFacts): Verdict | null {
  if (outcome === null || outcome.action === "none") return null;
  const { action, result, reason, nextAttemptAt } = outcome;
  const waits = action === "wait" || nextAttemptAt !== null || result === "badagent";
  return waits ? verdict("waiting", reason, nextAttemptAt) : null;
}

function pending({ outcome, look }: NameFacts): Verdict {
  return verdict("pending", outcome?.reason ?? look?.reason ?? null);
}

function verdict(state: Verdict["state"], reason: string | null, nextAttemptAt: string | null = null): Verdict {
  return { state, reason, nextAttemptAt };
}
