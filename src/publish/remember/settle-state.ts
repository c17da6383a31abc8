import { families } from "../../model/family.ts";
import type { RememberedName, Wait } from "../../model/state.ts";
import { dayMs } from "../../model/time/units.ts";
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

/** A name may be missing by a mistake, or because the file was read half-written: what it had is kept that long. */
const keptMs = dayMs;

/** Lifts what happened under other settings, and forgets what has not been configured for a day. */
export function settleState(draft: StateDraft, context: SettleContext): void {
  settleAccount(draft, context);
  const wanted = new Map(context.names.map(({ hostname, families: managed }) => [hostname, managed]));
  for (const hostname of Object.keys(draft.state.hostnames)) {
    for (const family of families) {
      const known = rememberedName(draft.state, hostname, family);
      if (known === null) continue;
      if (wanted.get(hostname)?.includes(family)) settleName(draft, hostname, family, known, context);
      else settleUnwanted(draft, hostname, family, known, context.nowMs);
    }
  }
}

/** Lifts holds as the user asked: all, the account's too, or one hostname's. What we wait for by ourselves goes as well. */
export function liftHolds(draft: StateDraft, hostname: string | null): void {
  const { hold, wait, dyndnsRefused } = draft.state.account;
  if (wait?.kind === "backoff") draft.setAccount({ wait: null });
  if (hostname === null && (hold || dyndnsRefused)) {
    draft.setAccount({ hold: null, dyndnsRefused: false, ...(hold && { unproven: { askedMs: 0 } }) });
  }
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

function settleAccount(draft: StateDraft, { fingerprint }: SettleContext): void {
  const { account } = draft.state;
  if (account.fingerprint === fingerprint) return;
  const wait = keepServerWait(account.wait);
  const unproven = fingerprint === null ? null : { askedMs: 0 };
  draft.setAccount({ fingerprint, hold: null, dyndnsRefused: false, zones: null, wait, unproven });
}

function settleName(
  draft: StateDraft,
  hostname: string,
  family: (typeof families)[number],
  { hold, unwantedSinceMs }: RememberedName,
  { settingsOf }: SettleContext,
): void {
  if (unwantedSinceMs !== null) draft.setName(hostname, family, { unwantedSinceMs: null });
  if (hold === null || hold.settings === settingsOf(hostname)) return;
  draft.setName(hostname, family, { hold: null, refusedAddress: null });
}

function settleUnwanted(
  draft: StateDraft,
  hostname: string,
  family: (typeof families)[number],
  { unwantedSinceMs }: RememberedName,
  nowMs: number,
): void {
  if (unwantedSinceMs === null) draft.setName(hostname, family, { unwantedSinceMs: nowMs });
  else if (nowMs - unwantedSinceMs >= keptMs) draft.forgetName(hostname, family);
}

/** Our own back-off ends; the time that a server named stays. */
function keepServerWait(wait: Wait | null): Wait | null {
  return wait?.kind === "server" ? wait : null;
}
