import { isSettled } from "../model/detection.ts";
import { isPublished } from "../model/report.ts";
import type { Random } from "../platform/random.ts";
import { backOff } from "../schedule/back-off.ts";
import type { ClockReading } from "../schedule/wait-for-next.ts";
import type { Round } from "./round.ts";

export interface NextRoundInput {
  readonly round: Round | null;
  /** When the schedule wants the next look, wall ms as read at `since`. */
  readonly scheduledWallMs: number;
  readonly since: ClockReading;
  /** How long to wait after a look that settled nothing; shorter than the schedule where that is slow. */
  readonly lookAgainMs: number;
}

/**
 * When the next round is due (pure): by the schedule, or earlier where something waits to be tried again and the schedule
 * is slower than that. Wall ms as read at `since`.
 */
export function dueTime({ round, scheduledWallMs, since, lookAgainMs }: NextRoundInput): number {
  if (round === null) return Math.min(scheduledWallMs, since.wallMs + lookAgainMs);
  const wall = (steadyMs: number) => since.wallMs + Math.max(0, steadyMs - since.steadyMs);
  let earliest = isUnsettled(round) ? since.wallMs + lookAgainMs : Number.POSITIVE_INFINITY;
  if (round.accountHold !== null) earliest = Math.min(earliest, wall(round.accountHold.nextProbeMs));
  for (const { nextAttemptMs } of round.lines) {
    if (nextAttemptMs !== null) earliest = Math.min(earliest, wall(nextAttemptMs));
  }
  // A second later at the least: what is due already has just been tried.
  return Math.min(scheduledWallMs, Math.max(earliest, since.wallMs + 1_000));
}

/** How soon a round that settled nothing is repeated where the schedule is slower. */
const tryAgain = { baseMs: 30_000, maxMs: 900_000 };
/** An IPv6 address is checked for uniqueness for a second or two before it is usable; one that is not unique never is. */
const settlingMs = 1_000;
const maxSettlingRounds = 10;

/** How long to wait after that many rounds in a row that settled nothing. */
export function lookAgainAfter(round: Round | null, unsettledRounds: number, random: Random): number {
  const settles = round?.detections.some((seen) => !isSettled(seen) && seen.answers.some(({ settling }) => settling));
  if (settles && unsettledRounds <= maxSettlingRounds) return settlingMs;
  return backOff(Math.max(1, unsettledRounds), tryAgain, random);
}

/** Whether the last look left it open what the address is, or a request failed that nobody says when to try again. */
export function isUnsettled({ detections, lines }: Round): boolean {
  const open = detections.some((seen) => !isSettled(seen));
  return open || lines.some(isUnfinished);
}

function isUnfinished(line: Round["lines"][number]): boolean {
  return line.action === "update" && !isPublished(line) && line.nextAttemptMs === null;
}
