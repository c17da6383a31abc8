import { type NotedChallenge, openChallengeBook } from "../../acme/challenge-book.ts";
import { NotFoundError } from "../../api/errors.ts";
import type { Gigahost } from "../../api/gigahost.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/logger.ts";

export interface ChallengeOffice {
  account(): Promise<Gigahost>;
  readonly stateDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Why nothing may be sent now; null: it may. */
  standby(): string | null;
}

const sweepEveryMs = 60_000;
/** Where the server refuses it, or can't be reached. */
const maxPauseMs = 3_600_000;

/** Deletes what has been at a challenge for an hour, whether the gateway's client or a hook left it there. Ends with the signal. */
export async function expireChallenges(office: ChallengeOffice): Promise<void> {
  const { clock, signal, log, stateDir } = office;
  const book = openChallengeBook(stateDir, clock, signal);
  let pauseMs = sweepEveryMs;
  while (!signal.aborted) {
    const expired = office.standby() === null ? await book.listExpired() : [];
    try {
      for (const each of expired) await expire(office, each, book.forget);
      pauseMs = sweepEveryMs;
    } catch (error) {
      if (pauseMs === sweepEveryMs && !signal.aborted) log.warn("can't delete old challenges yet", { error });
      pauseMs = Math.min(2 * pauseMs, maxPauseMs);
    }
    await clock.sleep(pauseMs, signal);
  }
}

async function expire(
  { account, clock, signal }: ChallengeOffice,
  { name, value }: NotedChallenge,
  forget: (name: string, value: string) => Promise<void>,
): Promise<void> {
  // Most daemons never need it.
  const { cleanUpChallenge } = await import("../../acme/set-challenge.ts");
  try {
    await cleanUpChallenge(await account(), name, value, { clock, signal });
  } catch (error) {
    // Its zone is no longer ours, and neither is the value.
    if (!(error instanceof NotFoundError)) throw error;
  }
  await forget(name, value);
}
