/** What the client needs of time; injectable so that a test doesn't wait. */
export interface ApiClock {
  /** Milliseconds since 1970, for reading HTTP dates. */
  wallMs(): number;
  /** Milliseconds that only ever move forward. */
  steadyMs(): number;
  /** Resolves after that many milliseconds, or at once when the signal is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
