import type { LookReason } from "../detect/asking/ask.ts";
import type { Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import { nextRun } from "../schedule/next-run.ts";
import { type ClockReading, type RoundReason, waitForNext } from "../schedule/wait-for-next.ts";
import { createWakeUps, type WakeReason } from "../schedule/wake-ups.ts";
import { dueTime, lookAgainAfter, type Outlook, outlookOf } from "./next-round.ts";
import type { Round } from "./round.ts";

/** When the next round is: by the schedule, by what the last rounds came to, or because something asks for it. */
export interface Timetable {
  /** What a round came to: its lines say when to try again. */
  note(round: Round): void;
  /** A look that sends nothing leaves nothing to try again. */
  noteLook(): void;
  /** A round that failed says nothing of the next; the failures alone time it. */
  noteFailure(): void;
  wake(reason: WakeReason): void;
  /** Waits for the next round. Never rejects. */
  wait(wait: ScheduledWait): Promise<RoundReason>;
  /** What the look of the round that is due is for; null if somebody asks for it, or the last one left something open. */
  purpose(): LookReason | null;
  nextRoundWallMs(): number;
}

export interface TimetableOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
}

interface ScheduledWait {
  readonly schedule: string;
  readonly salt: string;
  /** When the last round began, so that a clock that was set meanwhile is noticed. */
  readonly begun: ClockReading;
}

export function createTimetable({ clock, random, signal }: TimetableOptions): Timetable {
  const wakeUps = createWakeUps();
  let outlook: Outlook | null = null;
  /** Rounds in a row that settled nothing. */
  let unsettledRounds = 0;
  let nextRoundWallMs = clock.wallMs();
  let woken: RoundReason | null = null;
  const note = (next: Outlook | null, isOpen: boolean) => {
    outlook = next;
    unsettledRounds = isOpen ? unsettledRounds + 1 : 0;
  };
  return {
    note(round) {
      const next = outlookOf(round);
      note(next, next.isUnsettled);
    },
    noteLook: () => note(null, false),
    noteFailure: () => note(null, true),
    wake: wakeUps.wake,
    async wait({ schedule, salt, begun }) {
      const scheduledWallMs = await nextRun(schedule, begun.wallMs, salt);
      const lookAgainMs = lookAgainAfter(outlook, unsettledRounds, random);
      const steadyMs = clock.steadyMs();
      const since = { steadyMs, wallMs: begun.wallMs + steadyMs - begun.steadyMs };
      nextRoundWallMs = dueTime({ outlook, scheduledWallMs, since, lookAgainMs });
      woken = await waitForNext({ clock, dueWallMs: nextRoundWallMs, since: begun, wakeUps, signal });
      return woken;
    },
    purpose() {
      if (woken === "event") return woken;
      return woken === "schedule" && unsettledRounds === 0 ? woken : null;
    },
    nextRoundWallMs: () => nextRoundWallMs,
  };
}
