import type { Config } from "../../config/config.ts";
import type { State } from "../../model/state.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Masker } from "../../platform/mask.ts";
import { readClock } from "../../schedule/wait-for-next.ts";
import { noteLooks } from "../../status/looks.ts";
import type { Round } from "../round.ts";
import { composeNews } from "./compose-news.ts";
import { createHistoryDesk } from "./history-desk.ts";

export interface OnceTelling {
  readonly config: Config;
  readonly clock: Clock;
  readonly round: Round;
  readonly state: State;
  readonly mask: Masker;
  readonly onWarning: (text: string) => void;
}

/** How long a process of one round waits for its notices to be accepted; the next one sends the rest. */
const maxTellingMs = 10_000;

/** Keeps what a single round has to report, and sends it to the channels, with what earlier rounds could not send. */
export async function tellOnce({ config, clock, round, state, mask, onWarning }: OnceTelling): Promise<void> {
  const { steadyMs: nowMs } = readClock(clock);
  const looks = noteLooks([], round.detections, nowMs);
  const { news } = composeNews(new Map(), { round, looks, state, faults: [], drift: [], isEnding: false, nowMs });
  const onProblem = (problem: string | null) => problem !== null && onWarning(problem);
  const history = createHistoryDesk({ stateDir: config.stateDir, clock, mask, onProblem });
  history.tell(news);
  await Promise.all([history.close(), config.notify.length > 0 ? notify() : null]);

  async function notify(): Promise<void> {
    const { createNoticeDesk } = await import("./notice-desk.ts");
    const desk = createNoticeDesk({ clock, random: Math.random, onProblem });
    await desk.follow(config);
    desk.tell(news);
    await desk.close(maxTellingMs);
  }
}
