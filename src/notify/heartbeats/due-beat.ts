/** What was last sent to a heartbeat's receiver. */
export interface LastBeat {
  readonly kind: "success" | "failure";
  /** Steady ms. */
  readonly atMs: number;
}

/** A timer that fires a moment early is on time. */
const toleranceMs = 1_000;

/** Whether to send it now: at once if it has changed, otherwise at intervals. */
export function isBeatDue(last: LastBeat | null, kind: LastBeat["kind"], everyMs: number, nowMs: number): boolean {
  return last === null || last.kind !== kind || nowMs - last.atMs >= everyMs - toleranceMs;
}
