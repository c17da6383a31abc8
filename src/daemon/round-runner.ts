import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/logger.ts";
import { withLimit } from "../platform/with-limit.ts";
import type { App } from "./build-app.ts";
import { followRound, type Replica, takeStock, withinTerm } from "./leading.ts";
import type { Memory } from "./memory.ts";
import { type Round, type RoundOptions, runRound } from "./round.ts";

/** Runs rounds, one at a time: each ends within its limit, and of several replicas within the term of this one. */
export interface RoundRunner {
  /** Looks and publishes. */
  publish(parts: RoundParts, options: Pick<RoundOptions, "force" | "reason">): Promise<Round>;
  /** Looks and sends nothing. */
  look(parts: RoundParts): Promise<Round>;
  /** Whether a round is still running after its limit. */
  isHung(): boolean;
}

/** What a round is run with, as the configuration wants it. */
export interface RoundParts {
  readonly app: App;
  readonly memory: Memory;
}

export interface RoundRunnerOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly replica: Replica | null;
  readonly signal: AbortSignal;
}

/** After this a round is stopped from outside, and the rest of it waits for the next. */
const maxRoundMs = 120_000;
/** How long it may take to stop then, or when the daemon stops; after that the round counts as failed. */
const roundGraceMs = 5_000;
/** A round that does not even end then hangs: systemd's watchdog is not fed any longer. */
const hungAfterMs = maxRoundMs + 30_000;

export function createRoundRunner({ clock, log, replica, signal }: RoundRunnerOptions): RoundRunner {
  /** The term for which stock was taken; null: none. */
  let stockedTerm: AbortSignal | null = null;
  /** Steady ms; null between rounds. */
  let sinceMs: number | null = null;
  const run = async (round: (limit: AbortSignal) => Promise<Round>) => {
    sinceMs = clock.steadyMs();
    try {
      return await withLimit(clock, maxRoundMs, signal, round, roundGraceMs);
    } finally {
      sinceMs = null;
    }
  };
  /** Another replica may have published since this one last did. */
  const beginTerm = async ({ app, memory }: RoundParts, ended: AbortSignal) => {
    const term = replica?.part.term() ?? null;
    if (term === null || term === stockedTerm) return;
    log.info("this replica now leads", { lease: replica?.lease });
    await takeStock(app, memory, ended);
    stockedTerm = term;
  };
  return {
    publish: (parts, options) =>
      run((limit) =>
        withinTerm(replica, limit, async (ended) => {
          await beginTerm(parts, ended);
          return runRound(parts.app, parts.memory, { ...options, signal: ended });
        }),
      ),
    look: ({ app, memory }) => run((limit) => followRound(app, memory, limit)),
    isHung: () => sinceMs !== null && clock.steadyMs() - sinceMs >= hungAfterMs,
  };
}
