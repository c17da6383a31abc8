import type { Family } from "./family.ts";
import type { AddressReport } from "./report.ts";
import type { Result } from "./result.ts";
import type { EngineSetting } from "./settings/engine.ts";

/** `starting` for at most 5 minutes, until the first round is done. */
export type Health = "starting" | "ok" | "degraded" | "failing";

/** What the running daemon knows: `GET /api/status` and `status --output json`. Times are ISO 8601. */
export interface Status {
  readonly version: string;
  /** False: no daemon is running, and this is what the state file remembers. */
  readonly running: boolean;
  /** Null if none runs. */
  readonly startedAt: string | null;
  readonly health: Health;
  /** Why the health is not `ok`, one plain sentence each; empty if it is. */
  readonly problems: readonly string[];
  /** What is worth knowing but doesn't affect the health, one plain sentence each: DNS that shows something else, a source that was outvoted. */
  readonly notes: readonly string[];
  readonly engine: EngineSetting;
  /** The configuration in force, and when it was read; the file is null if the environment is enough. Null without a daemon. */
  readonly configuration: { readonly file: string | null; readonly readAt: string } | null;
  readonly account: {
    readonly state: "ok" | "held";
    readonly reason: string | null;
    /** When a held one is probed with one request. */
    readonly nextProbeAt: string | null;
  };
  readonly addresses: readonly AddressReport[];
  readonly hostnames: readonly HostnameStatus[];
  /** Where notices go, without their secrets; empty if none is configured. */
  readonly channels: readonly ChannelStatus[];
  /** Of several replicas: who leads, and whether it is this one; null without a Lease. */
  readonly leadership: LeadershipStatus | null;
  readonly lastRoundAt: string | null;
  readonly nextRoundAt: string | null;
}

export interface LeadershipStatus {
  readonly lease: string;
  /** Null while nobody is known to lead. */
  readonly leader: string | null;
  /** Whether this replica leads: the others look, and send nothing. */
  readonly leading: boolean;
}

export interface HostnameStatus {
  readonly hostname: string;
  readonly family: Family;
  readonly wanted: string | null;
  readonly published: string | null;
  readonly publishedAt: string | null;
  readonly state: "ok" | "pending" | "waiting" | "held" | "absent" | "refused";
  readonly result: Result | null;
  readonly reason: string | null;
  readonly nextAttemptAt: string | null;
}

export interface ChannelStatus {
  readonly channel: string;
  readonly state: "ok" | "failing";
  readonly reason: string | null;
  readonly nextAttemptAt: string | null;
}

/** Said once when it happens, and shown as long as it lasts. */
export const recordsTookOver =
  "dyndns refuses the API key, which the rest of the API accepts: the records API publishes instead, until the key changes or you run `gigahost-ddns retry`";
