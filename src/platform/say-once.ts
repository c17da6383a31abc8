import type { Clock } from "./clock.ts";
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

/** `850 ms`, `42 s`, `3 min`, `5 h 20 min`, `2 d 3 h`: for people. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return joinParts(hours, "h", minutes % 60, "min");
  return joinParts(Math.floor(hours / 24), "d", hours % 24, "h");
}

function joinParts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
