import type { Leadership } from "../cluster/lease/take-part.ts";
import { canonicalAddress } from "../model/address.ts";
import type { LeadershipStatus } from "../model/status.ts";
import { isoTime } from "../model/time/iso-time.ts";
import { rememberedName } from "../publish/remember/state-draft.ts";
import type { PublishedName } from "../publish/verify/judge-answers.ts";
import type { App } from "./build-app.ts";
import type { Memory } from "./memory.ts";
import { type Round, runRound } from "./round.ts";

/** This replica among several. */
export interface Replica {
  readonly lease: string;
  readonly part: Leadership;
}

/** Why this replica sends nothing now, in plain words; null: it leads, or is alone. */
export function whyFollowing(replica: Replica | null): string | null {
  if (replica === null || replica.part.mayAct()) return null;
  const leader = replica.part.leader();
  return leader === null ? "no replica leads yet; try again in a moment" : `${leader} leads; ask it instead`;
}

export function leadershipStatus(replica: Replica | null): LeadershipStatus | null {
  return replica && { lease: replica.lease, leader: replica.part.leader(), leading: replica.part.mayAct() };
}

/** Looks, so that this replica can take over at once; sends nothing. */
export function followRound(app: App, memory: Memory, signal: AbortSignal): Promise<Round> {
  return runRound(app, memory, { force: false, dryRun: true, remembersLook: true, signal });
}

/**
 * What is published, before the first round of a term: another replica published meanwhile, and what is remembered here may
 * be older. What can't be found out is left as it is: publishing it again costs one request.
 */
export async function takeStock(app: App, memory: Memory, signal: AbortSignal): Promise<void> {
  const { report } = await followRound(app, memory, signal);
  const names = report.outcomes.flatMap(({ hostname, family, address }): PublishedName[] => {
    const known = rememberedName(memory.state(), hostname, family)?.published ?? null;
    const published = canonicalAddress(known ?? address ?? "");
    return published === null ? [] : [{ hostname, family, published }];
  });
  const { findings } = await app.verify(names, signal);
  memory.takeStock(findings, isoTime(app.clock.wallMs()));
}

/** Runs something that ends with the term of this replica, or with the limit. */
export async function withinTerm<Result>(
  replica: Replica | null,
  limit: AbortSignal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (replica === null) return run(limit);
  const either = new AbortController();
  const signals = [limit, replica.part.term()];
  const stops = signals.map((signal) => {
    const stop = () => either.abort(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    return () => signal.removeEventListener("abort", stop);
  });
  try {
    return await run(either.signal);
  } finally {
    for (const stop of stops) stop();
  }
}
