import type { LanPrefix, RememberedAddress } from "./detection.ts";
import type { Family } from "./family.ts";
import type { Result } from "./result.ts";

/** Steady time in milliseconds (see `Clock.steadyMs`), as everything below that ends in `Ms` and names a moment. */
export interface Wait {
  readonly reason: string;
  readonly result: Result | null;
  /** When it may be tried again. */
  readonly untilMs: number;
  /** How long the wait was when it began: what is left after a restart is never more. */
  readonly lengthMs: number;
  /** How many failures in a row led here; the next wait grows from it. */
  readonly attempts: number;
  /** `server`: the server named the time (`Retry-After`), nothing skips it. `backoff`: ours; `--force` skips it. */
  readonly kind: "backoff" | "server";
}

/** Not tried again until something changes. */
export interface Hold {
  readonly reason: string;
  readonly result: Result;
  /** ISO 8601. */
  readonly since: string;
  /** Fingerprint of the settings it happened under; a different one lifts it. */
  readonly settings: string;
}

/** What is remembered of one hostname and family. */
export interface RememberedName {
  /** The address last confirmed by the server; null if never, or when it is no longer known. */
  readonly published: string | null;
  /** ISO 8601. */
  readonly publishedAt: string | null;
  /** An address that was sent without a clear answer: the record may hold it, so it is settled before `published` is trusted. */
  readonly unsettledAddress: string | null;
  /** The last word about it. */
  readonly result: Result | null;
  readonly hold: Hold | null;
  readonly wait: Wait | null;
  /** An address the server called invalid (`badagent`): not sent again. */
  readonly refusedAddress: string | null;
  /** When updates of this name were sent in the last hour, steady ms; for `max_updates_per_hour`. */
  readonly recentUpdatesMs: readonly number[];
  /** Since when the family has had no usable address though it was published, steady ms; null if it has one. */
  readonly lostSinceMs: number | null;
  /** When it was last seen to be lost, steady ms; time that nobody looked does not count as lost. */
  readonly lostSeenMs: number | null;
  /** Since when it has not been among the configured names, steady ms; null while it is. */
  readonly unwantedSinceMs: number | null;
  /** When it was said that the records are about to be deleted, steady ms; null if they are not. */
  readonly deletionToldMs: number | null;
}

/** A hostname and family of which nothing is known yet. */
export const unknownName: RememberedName = {
  published: null,
  publishedAt: null,
  unsettledAddress: null,
  result: null,
  hold: null,
  wait: null,
  refusedAddress: null,
  recentUpdatesMs: [],
  lostSinceMs: null,
  lostSeenMs: null,
  unwantedSinceMs: null,
  deletionToldMs: null,
};

export interface RememberedAccount {
  /** The server has not accepted this credential yet: where nothing is to be published, it is asked. When that was, steady ms; 0: never. */
  readonly unproven?: { readonly askedMs: number } | null;
  /** Salted fingerprint of the credential in force when this was written; never the secret. */
  readonly fingerprint: string | null;
  readonly salt: string;
  readonly hold: AccountHold | null;
  /** Back-off or `Retry-After` that concerns every request. */
  readonly wait: Wait | null;
  /** Whether dyndns refused an API key that `GET /dns/zones` accepts: records took over. */
  readonly dyndnsRefused: boolean;
  /** The zones that the credential saw when it was last asked, ASCII, lower case; null: never asked. */
  readonly zones: readonly string[] | null;
}

export interface AccountHold extends Hold {
  /** When the account is probed with one `GET /dns/zones`, steady ms: after 1 h, then daily. */
  readonly nextProbeMs: number;
  readonly probes: number;
}

/** What a client of the gateway told last. What it didn't tell stays as it was. */
export interface RememberedTold extends Partial<Record<Family, string>> {
  readonly prefix?: LanPrefix;
  /** ISO 8601. */
  readonly at: string;
}

/** Everything remembered between rounds; the content of the state file. */
export interface State {
  readonly version: 1;
  readonly account: RememberedAccount;
  /** By uplink. */
  readonly addresses: Readonly<Record<string, Partial<Record<Family, RememberedAddress>>>>;
  /** By hostname in its ASCII form. */
  readonly hostnames: Readonly<Record<string, Partial<Record<Family, RememberedName>>>>;
  /** What each client of the gateway told last, by its name. */
  readonly told?: Readonly<Record<string, RememberedTold>>;
}

export function emptyState(salt: string): State {
  return {
    version: 1,
    account: { fingerprint: null, salt, hold: null, wait: null, dyndnsRefused: false, zones: null },
    addresses: {},
    hostnames: {},
  };
}
