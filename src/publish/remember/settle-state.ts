import { families } from "../../model/family.ts";
import type { RememberedName, Wait } from "../../model/state.ts";
import type { WantedName } from "../../model/wanted.ts";
import { rememberedName, type StateDraft } from "./state-draft.ts";

/** The settings a state is taken over under, after a start or a reload. */
export interface SettleContext {
  readonly names: readonly WantedName[];
  /** The fingerprint of the credential in force (see `fingerprintCredential`); null without one. */
  readonly fingerprint: string | null;
  /** The fingerprint of a hostname's settings (see `fingerprintName`). */
  readonly settingsOf: (hostname: string) => string;
  readonly nowMs: number;
}

const hourMs = 3_600_000;
const firstProbeMs = hourMs;
const laterProbeMs = 24 * hourMs;

/** Lifts what happened under other settings, forgets what is configured no more, and bounds every wait by its length. */
export function settleState(draft: StateDraft, context: SettleContext): void {
  settleAccount(draft, context);
  const wanted = new Map(context.names.map(({ hostname, families: managed }) => [hostname, managed]));
  for (const hostname of Object.keys(draft.state.hostnames)) {
    for (const family of families) {
      const known = rememberedName(draft.state, hostname, family);
      if (known === null) continue;
      if (wanted.get(hostname)?.includes(family)) settleName(draft, hostname, family, known, context);
      else draft.forgetName(hostname, family);
    }
  }
}

/** Lifts holds as the user asked: all, the account's too, or one hostname's. What we wait for by ourselves goes as well. */
export function liftHolds(draft: StateDraft, hostname: string | null): void {
  const { hold, wait, dyndnsRefused } = draft.state.account;
  if (wait?.kind === "backoff") draft.setAccount({ wait: null });
  if (hostname === null && (hold || dyndnsRefused)) draft.setAccount({ hold: null, dyndnsRefused: false });
  for (const each of hostname === null ? Object.keys(draft.state.hostnames) : [hostname]) liftName(draft, each);
}

function liftName(draft: StateDraft, hostname: string): void {
  for (const family of families) {
    const known = rememberedName(draft.state, hostname, family);
    if (known === null || !isStopped(known)) continue;
    draft.setName(hostname, family, { hold: null, refusedAddress: null, wait: keepServerWait(known.wait) });
  }
}

function isStopped({ hold, refusedAddress, wait }: RememberedName): boolean {
  return hold !== null || refusedAddress !== null || wait?.kind === "backoff";
}

function settleAccount(draft: StateDraft, { fingerprint, nowMs }: SettleContext): void {
  const { account } = draft.state;
  if (account.fingerprint !== fingerprint) {
    draft.setAccount({ fingerprint, hold: null, dyndnsRefused: false, wait: keepServerWait(account.wait) });
  }
  const { hold, wait } = draft.state.account;
  const boundWait = boundedWait(wait, nowMs);
  if (boundWait !== wait) draft.setAccount({ wait: boundWait });
  const latestProbeMs = nowMs + (hold?.probes === 0 ? firstProbeMs : laterProbeMs);
  if (hold && hold.nextProbeMs > latestProbeMs) draft.setAccount({ hold: { ...hold, nextProbeMs: latestProbeMs } });
}

function settleName(
  draft: StateDraft,
  hostname: string,
  family: (typeof families)[number],
  known: RememberedName,
  { settingsOf, nowMs }: SettleContext,
): void {
  const change: Partial<RememberedName> = {
    ...(known.hold && known.hold.settings !== settingsOf(hostname) ? { hold: null, refusedAddress: null } : {}),
    ...boundedMoments(known, nowMs),
  };
  if (Object.keys(change).length > 0) draft.setName(hostname, family, change);
}

/** After a restart the steady clock may have begun elsewhere: nothing lies in the future, or further than it was long. */
function boundedMoments(known: RememberedName, nowMs: number): Partial<RememberedName> {
  const wait = boundedWait(known.wait, nowMs);
  const recentUpdatesMs = known.recentUpdatesMs.map((ms) => Math.min(ms, nowMs));
  return {
    ...(wait === known.wait ? {} : { wait }),
    ...(recentUpdatesMs.some((ms, index) => ms !== known.recentUpdatesMs[index]) ? { recentUpdatesMs } : {}),
    ...boundedLoss(known, nowMs),
  };
}

function boundedWait(wait: Wait | null, nowMs: number): Wait | null {
  if (wait === null || wait.untilMs <= nowMs + wait.lengthMs) return wait;
  return { ...wait, untilMs: nowMs + wait.lengthMs };
}

/** A loss seen in the future was seen just now, and lasted no longer than it did. */
function boundedLoss({ lostSinceMs, lostSeenMs }: RememberedName, nowMs: number): Partial<RememberedName> {
  const aheadMs = Math.max(lostSinceMs ?? nowMs, lostSeenMs ?? nowMs) - nowMs;
  if (lostSinceMs === null || aheadMs <= 0) return {};
  return { lostSinceMs: lostSinceMs - aheadMs, lostSeenMs: lostSeenMs === null ? null : lostSeenMs - aheadMs };
}

/** Our own back-off ends; the time that a server named stays. */
function keepServerWait(wait: Wait | null): Wait | null {
  return wait?.kind === "server" ? wait : null;
}
