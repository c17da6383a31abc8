import type { Config } from "../../config/config.ts";
import type { State } from "../../model/state.ts";
import type { Status } from "../../model/status.ts";
import { systemClock } from "../../platform/clock.ts";
import { type ClockReading, readClock } from "../../schedule/wait-for-next.ts";
import { buildStatus } from "../../status/build-status.ts";
import { noteLooks } from "../../status/looks.ts";
import type { Round } from "../round.ts";

/** A single round that has ended. */
export interface StatusBasis {
  readonly config: Config;
  readonly round: Round;
  /** What is remembered after it. */
  readonly state: State;
  readonly started: ClockReading;
}

/** The status as a process leaves it that did one round. */
export function statusAfterRound({ config, round, state, started }: StatusBasis): Status {
  const now = readClock(systemClock);
  return buildStatus({
    version: __VERSION__,
    now,
    started,
    engine: config.engine,
    names: config.hostnames,
    state,
    outcomes: round.report.outcomes,
    looks: noteLooks([], round.detections, now.steadyMs),
    lastRoundWallMs: now.wallMs,
    nextRoundWallMs: null,
    // Nothing here is older than this round.
    periodMs: 0,
    faults: [],
    notes: [],
  });
}
