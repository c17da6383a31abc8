import { isSettled } from "../model/detection.ts";
import { isPublished } from "../model/report.ts";
import type { Random } from "../platform/random.ts";
import { backOff } from "../schedule/back-off.ts";
import type { ClockReading } from "../schedule/wait-for-next.ts";
import type { Round } from "./round.ts";

/** What the next round is timed by: all that is left of the last one, which may have been one of thousands of hostnames. */
export interface Outlook {
  /** When something is to be tried again, steady ms; null: nothing is. */
  readonly nextAttemptMs: number | null;
  /** Whether the last look left it open what the address is, or a request failed that nobody says when to try again. */
  readonly isUnsettled: boolean;
  /** Whether an address of this machine is usable in a moment. */
  readonly settles: boolean;
}

export interface NextRoundInput {
  /** Of the last round; null: it failed, or looked without sending anything. */
  readonly outlook: Outlook | null;
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
export function dueTime({ outlook, scheduledWallMs, since, lookAgainMs }: NextRoundInput): number {
  if (outlook === null) return Math.min(scheduledWallMs, since.wallMs + lookAgainMs);
  const { nextAttemptMs, isUnsettled } = outlook;
  let earliest = isUnsettled ? since.wallMs + lookAgainMs : Number.POSITIVE_INFINITY;
  if (nextAttemptMs !== null) earliest = Math.min(earliest, since.wallMs + Math.max(0, nextAttemptMs - since.steadyMs));
  // A second later at the least: what is due already has just been tried.
  return Math.min(scheduledWallMs, Math.max(earliest, since.wallMs + 1_000));
}

/** How soon a round that settled nothing is repeated where the schedule is slower. */
const tryAgain = { baseMs: 30_000, maxMs: 900_000 };
/** An IPv6 address is checked for uniqueness for a second or two before it is usable; one that is not unique never is. */
const settlingMs = 1_000;
const maxSettlingRounds = 10;

/** How long to wait after that many rounds in a row that settled nothing. */
export function lookAgainAfter(outlook: Outlook | null, unsettledRounds: number, random: Random): number {
  if (outlook?.settles && unsettledRounds <= maxSettlingRounds) return settlingMs;
  return backOff(Math.max(1, unsettledRounds), tryAgain, random);
}

/** What a round leaves to be done. */
export function outlookOf({ detections, lines, accountHold }: Round): Outlook {
  const open = detections.filter((seen) => !isSettled(seen));
  const attempts = lines.flatMap(({ nextAttemptMs }) => nextAttemptMs ?? []).concat(accountHold?.nextProbeMs ?? []);
  return {
    // Not spread into Math.min: there may be more than a call takes.
    nextAttemptMs: attempts.length === 0 ? null : attempts.reduce((one, other) => Math.min(one, other)),
    isUnsettled: open.length > 0 || lines.some(isUnfinished),
    settles: open.some(({ answers }) => answers.some(({ settling }) => settling)),
  };
}

function isUnfinished(line: Round["lines"][number]): boolean {
  return line.action === "update" && !isPublished(line) && line.nextAttemptMs === null;
}
