import type { Config } from "../../config/config.ts";
import type { HistoryEvent } from "../../model/history.ts";
import type { ChannelStatus, Status } from "../../model/status.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import type { Random } from "../../platform/random.ts";
import type { NewsListener } from "./compose-news.ts";
import { createHeartDesk } from "./heart/heart-desk.ts";
import { createHistoryDesk } from "./history-desk.ts";
import { createLogListener } from "./log-round.ts";
import { createNoticeDesk } from "./notice-desk.ts";

/** Everything outside the daemon that hears of its rounds: the log first, then the history and the channels, and the heartbeats. */
export interface Audience extends NewsListener {
  /** Opens everything that a configuration names. */
  follow(config: Config): Promise<void>;
  /** Tells the heartbeats that a round begins, and that one is done. */
  beginRound(): void;
  endRound(): void;
  channels(): readonly ChannelStatus[];
  /** What happened within the last days, the newest last. */
  history(days: number): Promise<readonly HistoryEvent[]>;
  /** Resolves when everything is delivered, or kept for the next start. */
  close(): Promise<void>;
}

export interface AudienceOptions {
  readonly stateDir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Hides secrets in what servers said. */
  readonly mask: (text: string) => string;
  /** How things stand, and how long the last round took. */
  readonly pulse: () => Pick<Status, "health" | "problems">;
  readonly durationMs: () => number | null;
  /** Why the history, or notices that wait, can't be kept; null: they can. */
  readonly onHistoryProblem: (problem: string | null) => void;
  readonly onNoticeProblem: (problem: string | null) => void;
}

/** How long a notice under way may delay the end. */
const noticeGraceMs = 2_000;

export function createAudience(options: AudienceOptions): Audience {
  const { stateDir, clock, random, log, mask, pulse, durationMs } = options;
  const notices = createNoticeDesk({ clock, random, onProblem: options.onNoticeProblem });
  const history = createHistoryDesk({ stateDir, clock, mask, onProblem: options.onHistoryProblem });
  const heart = createHeartDesk({
    ...{ clock, status: pulse, durationMs },
    onProblem: (host, problem) =>
      problem === null
        ? log.info(`${host} receives the heartbeat again`)
        : log.warn(`${host} does not receive the heartbeat: ${problem}`),
  });
  const lines = createLogListener(log);
  const listeners: readonly NewsListener[] = [lines, history, notices];
  return {
    async follow(config) {
      await notices.follow(config);
      await heart.follow(config);
    },
    beginRound: heart.begin,
    endRound: heart.beat,
    tell(news) {
      for (const listener of listeners) listener.tell(news);
    },
    channels: notices.channels,
    history: history.list,
    async close() {
      await Promise.all([notices.close(noticeGraceMs), heart.close(noticeGraceMs), lines.close()]);
      await history.close();
    },
  };
}
