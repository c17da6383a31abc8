import type { Consequence } from "../model/consequence.ts";
import type { Family } from "../model/family.ts";
import type { RequestReport } from "../model/report.ts";
import type { Result } from "../model/result.ts";
import type { EngineName } from "../model/settings/engine.ts";

/** Several hostnames that are to get the same pair of addresses. */
export interface UpdateGroup {
  readonly hostnames: readonly string[];
  /** The families that are to change; the others are left as they are. */
  readonly change: readonly Family[];
  /** The hostnames for which fewer of them change: what the request says of the rest is published already. */
  readonly fewerChanges?: Readonly<Record<string, readonly Family[]>>;
  /** The families whose records are to go; only the records engine can. */
  readonly remove: readonly Family[];
  /** What the A record is to be or already is; null if neither is known. */
  readonly ipv4: string | null;
  /** What the AAAA record is to be or already is; null if neither is known, or where it isn't managed. */
  readonly ipv6: string | null;
}

/** The families that are to change for one hostname of a group. */
export function changesFor({ change, fewerChanges }: UpdateGroup, hostname: string): readonly Family[] {
  return fewerChanges?.[hostname] ?? change;
}

/** The meaning of the server's answer for one hostname and family. */
export interface UpdateAnswer {
  readonly hostname: string;
  readonly family: Family;
  readonly result: Result;
  /** What follows from it. */
  readonly consequence: Consequence;
  /** In plain words, what happened and what to do; null for `good` and `nochg`. */
  readonly reason: string | null;
  /** The wait the server itself asked for, ms; null if it named none. */
  readonly retryAfterMs: number | null;
}

/** One way to publish: `dyndns` or `records`. Expected failures are answers; it throws only for a defect. */
export interface Engine {
  readonly name: EngineName;
  /** Publishes one group; every hostname and family that changes or goes for it has exactly one answer. */
  publish(group: UpdateGroup, options: PublishOptions): Promise<readonly UpdateAnswer[]>;
}

export interface PublishOptions {
  readonly signal: AbortSignal;
  /** Called once per HTTP request sent. */
  readonly onRequest: (request: RequestReport) => void;
}
