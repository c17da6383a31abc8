/** What is known of the events so far: when they were last acted upon, and what has gathered since. Moments are steady ms. */
export interface Pace {
  readonly actedMs: number;
  /** The first and the last event that were not acted upon yet; null if there are none. */
  readonly gathered: { readonly firstMs: number; readonly lastMs: number } | null;
  /** How many more rounds may be woken at `countedMs`. */
  readonly allowance: number;
  readonly countedMs: number;
}

/** After so long without any a next event is a first one, and acted upon at once. */
const gatherMs = 1_000;
/** Events that follow are acted upon when none has come for so long. */
const quietMs = 100;
/** A flood of events wakes so many rounds at once … */
const maxAllowance = 10;
/** … and then one in this time: a real change among them waits no longer. */
const allowanceEveryMs = 5_000;

export function startPace(nowMs: number): Pace {
  return { actedMs: Number.NEGATIVE_INFINITY, gathered: null, allowance: maxAllowance, countedMs: nowMs };
}

export function noteEvent(pace: Pace, nowMs: number): Pace {
  return { ...pace, gathered: { firstMs: pace.gathered?.firstMs ?? nowMs, lastMs: nowMs } };
}

/** When to wake a round: at once for a first event; for what follows when it is quiet, within a second; later in a flood. */
export function dueMs(pace: Pace): number | null {
  const { gathered, actedMs } = pace;
  if (gathered === null) return null;
  const { firstMs, lastMs } = gathered;
  const isFirst = firstMs - actedMs > gatherMs;
  const wantedMs = isFirst ? firstMs : Math.min(firstMs + gatherMs, lastMs + quietMs);
  return Math.max(wantedMs, allowedMs(pace));
}

/** After a round was woken. */
export function noteWoken(pace: Pace, nowMs: number): Pace {
  return { actedMs: nowMs, gathered: null, allowance: allowanceAt(pace, nowMs) - 1, countedMs: nowMs };
}

function allowanceAt({ allowance, countedMs }: Pace, nowMs: number): number {
  return Math.min(maxAllowance, allowance + (nowMs - countedMs) / allowanceEveryMs);
}

function allowedMs({ allowance, countedMs }: Pace): number {
  return Math.round(countedMs + Math.max(0, 1 - allowance) * allowanceEveryMs);
}
