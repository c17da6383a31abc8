/** The client's clock; injectable, so that tests don't have to wait. */
export interface ApiClock {
  /** Milliseconds since 1970, for reading HTTP dates. */
  wallMs(): number;
  /** Milliseconds that only ever move forward. */
  steadyMs(): number;
  /** Resolves after that many milliseconds, or as soon as the signal is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
