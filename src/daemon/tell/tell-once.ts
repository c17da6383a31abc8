import type { Config } from "../../config/config.ts";
import type { State } from "../../model/state.ts";
import type { Clock } from "../../platform/clock.ts";
import { createMasker } from "../../platform/mask.ts";
import { listLosses } from "../../publish/plan/list-losses.ts";
import { readClock } from "../../schedule/wait-for-next.ts";
import { noteLooks } from "../../status/looks.ts";
import type { Round } from "../round.ts";
import { createHistoryDesk } from "./history-desk.ts";
import { createNoticeDesk } from "./notice-desk.ts";
import { noteTroubles } from "./notices.ts";

export interface OnceTelling {
  readonly config: Config;
  readonly clock: Clock;
  readonly round: Round;
  readonly state: State;
  readonly onWarning: (text: string) => void;
}

/** A process of one round waits that long for its notices to be taken; the next one sends what is left. */
const maxTellingMs = 10_000;

/** Keeps what a single round has to tell, and tells the channels of it and of what earlier ones could not. */
export async function tellOnce({ config, clock, round, state, onWarning }: OnceTelling): Promise<void> {
  const { report, detections, tookOver, accountHold } = round;
  const { steadyMs: nowMs } = readClock(clock);
  const looks = noteLooks([], detections, nowMs);
  const { troubles } = noteTroubles(new Map(), {
    outcomes: report.outcomes,
    detections,
    looks,
    losses: listLosses(state, report.outcomes),
    faults: [],
    accountHold: accountHold?.reason ?? null,
    everConfirmed: looks.some(({ confirmedMs }) => confirmedMs !== null),
    tookOver,
    drift: [],
    nowMs,
  });
  const onProblem = (problem: string | null) => problem !== null && onWarning(problem);
  const mask = createMasker(config.secrets);
  const history = createHistoryDesk({ stateDir: config.stateDir, clock, mask, onProblem });
  history.tell(report, troubles);
  const desk = createNoticeDesk({ clock, random: Math.random, onProblem });
  await desk.follow(config);
  desk.tell(report, troubles);
  await Promise.all([desk.close(maxTellingMs), history.close()]);
}
