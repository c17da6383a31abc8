import type { Config } from "../../config/config.ts";
import type { State } from "../../model/state.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Masker } from "../../platform/mask.ts";
import { readClock } from "../../schedule/wait-for-next.ts";
import { noteLooks } from "../../status/looks.ts";
import type { Round } from "../round.ts";
import { composeNews, type News } from "./compose-news.ts";
import { createHistoryDesk, noteForHistory } from "./history-desk.ts";

export interface RoundToTell {
  readonly config: Config;
  readonly clock: Clock;
  readonly round: Round;
  readonly state: State;
  readonly mask: Masker;
}

export interface OnceTelling extends RoundToTell {
  readonly onWarning: (text: string) => void;
}

/** How long a process of one round waits for its notices to be accepted; the next one sends the rest. */
const maxTellingMs = 10_000;

/** Keeps what a single round has to report, and sends it to the channels, with what earlier rounds could not send. */
export async function tellOnce({ onWarning, ...told }: OnceTelling): Promise<void> {
  const { config, clock, mask } = told;
  const news = newsOf(told);
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

/** Whether a single round would leave no line in the history; reads it, and writes nothing. */
export async function hasNothingToTell(told: RoundToTell): Promise<boolean> {
  const { config, clock, mask } = told;
  const news = newsOf(told);
  // After the news: a trouble that begins later than now would not be told yet.
  const { events } = await noteForHistory(null, news, { stateDir: config.stateDir, mask, now: readClock(clock) });
  return events.length === 0;
}

function newsOf({ round, state, clock }: RoundToTell): News {
  const nowMs = clock.steadyMs();
  const looks = noteLooks([], round.detections, nowMs);
  return composeNews(new Map(), { round, looks, state, faults: [], drift: [], isEnding: false, nowMs }).news;
}
