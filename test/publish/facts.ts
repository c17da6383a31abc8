import type { Detection, SourceAnswer, Verdict } from "../../src/model/detection.ts";
import type { Family } from "../../src/model/family.ts";
import {
  type AccountHold,
  emptyState,
  type Hold,
  type RememberedAccount,
  type RememberedName,
  type State,
  unknownName,
  type Wait,
} from "../../src/model/state.ts";
import type { WantedName } from "../../src/model/wanted.ts";
import type { PlanInput } from "../../src/publish/plan/plan-round.ts";
import { draftState, type StateDraft } from "../../src/publish/remember/state-draft.ts";

/** A moment to count from, and units. */
export const nowMs = 1_800_000_000_000;
export const nowIso = "2027-01-15T08:00:00.000Z";
export const minute = 60_000;
export const hour = 60 * minute;

export const v4 = "185.0.2.1";
export const v6 = "2a03:94e0::1";

export function wanted(hostname: string, change: Partial<WantedName> = {}): WantedName {
  return { hostname, uplink: "default", families: ["ipv4", "ipv6"], suffix: null, ...change };
}

export function seen(family: Family, verdict: Verdict, address: string | null = null, uplink = "default"): Detection {
  const source = address === null ? null : `static:${address}`;
  const reason = verdict === "confirmed" ? null : `${family} is ${verdict}`;
  return {
    uplink,
    family,
    verdict,
    address,
    source,
    reason,
    answers: verdict === "absent" ? [surelyNone(family, uplink)] : [],
  };
}

/** A source that knows that there is no such address. */
function surelyNone(family: Family, uplink: string): SourceAnswer {
  const what = { kind: "none", address: null, reason: "no route", absent: true, authoritative: false } as const;
  return { source: "interface:", operator: "this machine", uplink, family, durationMs: 0, ...what };
}

export const both: readonly Detection[] = [seen("ipv4", "confirmed", v4), seen("ipv6", "confirmed", v6)];

export type Known = Readonly<Record<string, Partial<Record<Family, Partial<RememberedName>>>>>;

export function stateOf(known: Known = {}, account: Partial<RememberedAccount> = {}): State {
  const empty = emptyState("salt");
  const hostnames = Object.fromEntries(
    Object.entries(known).map(([hostname, entries]) => [
      hostname,
      Object.fromEntries(Object.entries(entries).map(([family, entry]) => [family, { ...unknownName, ...entry }])),
    ]),
  );
  return { ...empty, account: { ...empty.account, ...account }, hostnames };
}

/** The state after a change, the one before untouched. */
export function changeState(state: State, change: (draft: StateDraft) => void): State {
  const draft = draftState(state);
  change(draft);
  return draft.state;
}

export function published(address: string, change: Partial<RememberedName> = {}): RememberedName {
  return { ...unknownName, published: address, publishedAt: nowIso, result: "good", ...change };
}

export function waitUntil(untilMs: number, change: Partial<Wait> = {}): Wait {
  return { reason: "HTTP 500", result: "http_500", untilMs, lengthMs: hour, attempts: 1, kind: "backoff", ...change };
}

export function holdOf(change: Partial<Hold> = {}): Hold {
  return { reason: "not in this account", result: "nohost", since: nowIso, settings: "settings", ...change };
}

export function accountHold(change: Partial<AccountHold> = {}): AccountHold {
  return {
    reason: "the server refuses the API key",
    result: "badauth",
    since: nowIso,
    settings: "fingerprint",
    nextProbeMs: nowMs + hour,
    probes: 0,
    ...change,
  };
}

export function planInput(change: Partial<PlanInput> = {}): PlanInput {
  return {
    names: [wanted("home.example.no")],
    detections: both,
    state: stateOf(),
    engine: "auto",
    maxUpdatesPerHour: 20,
    whenLost: "keep",
    force: false,
    nowMs,
    lookWallMs: nowMs,
    ...change,
  };
}
