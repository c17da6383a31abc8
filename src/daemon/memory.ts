import type { Config } from "../config/config.ts";
import type { RememberedTold, State } from "../model/state.ts";
import { fingerprintCredential, fingerprintName } from "../publish/remember/fingerprint.ts";
import { rememberFindings, rememberStock } from "../publish/remember/remember-findings.ts";
import { liftHolds, settleState } from "../publish/remember/settle-state.ts";
import { draftState, type StateDraft } from "../publish/remember/state-draft.ts";
import type { DriftFinding } from "../publish/verify/judge-answers.ts";
import type { StateStore } from "../state/store.ts";

/** What is remembered between rounds, under one configuration: in memory always, on disk when it is worth a write. */
export interface Memory {
  state(): State;
  /** Takes over what a round changed; written if it matters after a restart. */
  keep(draft: StateDraft): void;
  /** The fingerprint of a hostname's settings. */
  settingsOf(hostname: string): string;
  /** Lifts the holds of one hostname, or all. */
  lift(hostname: string | null): void;
  /** Takes over what is published, as a replica finds it that begins to lead. */
  takeStock(findings: readonly DriftFinding[], at: string): void;
  /** Takes over what a client of the gateway told; what it didn't tell stays as it was. */
  tell(client: string, told: RememberedTold): void;
  /** Takes over what a look at the zone found; returns the findings that changed something. */
  takeFindings(findings: readonly DriftFinding[]): readonly DriftFinding[];
}

export interface MemoryOptions {
  readonly config: Config;
  /** Steady. */
  readonly nowMs: number;
  /** What was remembered before: the store's, or that of the configuration before. */
  readonly state: State;
  /** Null: nothing is written (a dry run). */
  readonly store: Pick<StateStore, "save"> | null;
}

/** Settles what is remembered with the configuration: a changed credential, hostname or engine lifts holds. */
export function createMemory({ config, nowMs, state: before, store }: MemoryOptions): Memory {
  let state = before;
  // What is worth keeping over a restart: another look at the same address is not.
  let worthWriting = before;
  // One object all the time: thousands of clients tell within seconds, and none of that is worth a copy of all the others'.
  const told: Record<string, RememberedTold> = { ...before.told };
  const { credential, baseUrl } = config.account;
  const fingerprint = credential && fingerprintCredential(credential, baseUrl, before.account.salt);
  const wanted = new Map(config.hostnames.map((name) => [name.hostname, name]));
  // Only of those that are or get held, which are few.
  const settingsOf = (hostname: string) => {
    const name = wanted.get(hostname);
    return name ? fingerprintName(name, config.engine, fingerprint) : "";
  };
  let hasTold = Object.keys(told).length > 0;
  const withTold = (next: State): State => (hasTold ? { ...next, told } : next);
  const keep = (draft: StateDraft) => {
    // A client may have told something while the round went on, which never changes what was told.
    state = withTold(draft.state);
    // Another object each time: a round goes on with its own, and the store looks at none twice.
    if (draft.isChanged()) worthWriting = { ...state };
    draft.markSaved();
    // Also without a change: a write that failed is tried again, and a file that somebody deleted is written again.
    store?.save(worthWriting);
  };
  const change = <T>(apply: (draft: StateDraft) => T): T => {
    const draft = draftState(state);
    const result = apply(draft);
    keep(draft);
    return result;
  };
  const names = config.hostnames;
  change((draft) => settleState(draft, { names, fingerprint, settingsOf, nowMs }));
  return {
    state: () => state,
    keep,
    settingsOf,
    lift: (hostname) => change((draft) => liftHolds(draft, hostname)),
    takeStock: (findings, at) => change((draft) => rememberStock(draft, findings, at)),
    tell(client, said) {
      const known = Object.hasOwn(told, client) ? told[client] : undefined;
      told[client] = { ...known, ...said };
      hasTold = true;
      state = { ...state, told };
      worthWriting = state;
      store?.save(worthWriting);
    },
    takeFindings: (findings) => change((draft) => rememberFindings(draft, findings)),
  };
}
