/** How a language says when something was or will be; `{}` stands for the length. */
export interface TimeWords {
  readonly ago: string;
  readonly ahead: string;
  readonly now: string;
  /** The units: a second, a minute, an hour, a day. */
  readonly units: readonly [string, string, string, string];
}

/**
 * A moment as people say it, from the seconds until it (below 0: since it). It also runs in the browser, which keeps
 * the times current, so it uses nothing but its arguments.
 */
export function tellTime(seconds: number, words: TimeWords): string {
  const length = Math.abs(Math.round(seconds));
  if (length < 1) return words.now;
  const steps = [1, 60, 3600, 86400];
  const from = [0, 120, 7200, 172800];
  let unit = 0;
  for (let index = 1; index < 4; index++) if (length >= (from[index] ?? 0)) unit = index;
  const text = `${Math.round(length / (steps[unit] ?? 1))} ${words.units[unit]}`;
  return (seconds < 0 ? words.ago : words.ahead).replace("{}", text);
}
