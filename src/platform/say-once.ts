import type { Clock } from "./clock.ts";
import { formatDuration } from "./format-duration.ts";
import type { Log } from "./logger.ts";

/** Says a trouble once per cause, and once more when it is over. */
export interface SayOnce {
  /** Warns unless that cause is known already (then: debug). A new text for a known cause is said again. */
  trouble(cause: string, text: string, fields?: object): void;
  /** Says that it is over, and how long it lasted; nothing when there was no such trouble. */
  over(cause: string, text: string, fields?: object): void;
  /** The causes that are not over, with what was said, the oldest first. */
  current(): ReadonlyMap<string, string>;
}

export function createSayOnce(log: Log, clock: Pick<Clock, "steadyMs">): SayOnce {
  const troubles = new Map<string, { text: string; sinceMs: number }>();
  return {
    trouble(cause, text, fields) {
      const known = troubles.get(cause);
      if (known?.text === text) return log.debug(text, fields);
      troubles.set(cause, { text, sinceMs: known?.sinceMs ?? clock.steadyMs() });
      log.warn(text, fields);
    },
    over(cause, text, fields) {
      const known = troubles.get(cause);
      if (!known) return;
      troubles.delete(cause);
      log.info(`${text} (after ${formatDuration(clock.steadyMs() - known.sinceMs)})`, fields);
    },
    current: () => new Map([...troubles].map(([cause, { text }]) => [cause, text])),
  };
}
