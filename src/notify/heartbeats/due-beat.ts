/** What a heartbeat's receiver was told last. */
export interface LastBeat {
  readonly kind: "success" | "failure";
  /** Steady ms. */
  readonly atMs: number;
}

/** A timer that fires a moment early is on time. */
const toleranceMs = 1_000;

/** Whether it is to be told now: at once where it has changed, otherwise once in every so often. */
export function isBeatDue(last: LastBeat | null, kind: LastBeat["kind"], everyMs: number, nowMs: number): boolean {
  return last === null || last.kind !== kind || nowMs - last.atMs >= everyMs - toleranceMs;
}
