/** What a heartbeat says. */
export interface Beat {
  /** `start`: a round begins whose end will be told. */
  readonly kind: "start" | "success" | "failure";
  /** Why all is not well, in plain words; null if it is. Of a success: what is degraded. */
  readonly reason: string | null;
  /** How long the round took, in milliseconds; null if there was none. */
  readonly durationMs: number | null;
  /** Pairs a start with its end (UUID). */
  readonly runId: string | null;
}
