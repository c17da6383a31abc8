/** What the client needs of time; injectable so that a test doesn't wait. */
export interface ApiClock {
  /** Milliseconds since 1970, for reading HTTP dates. */
  wallMs(): number;
  /** Milliseconds that only ever move forward. */
  steadyMs(): number;
  /** Resolves after that many milliseconds, or at once when the signal is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const realClock: ApiClock = {
  wallMs: () => Date.now(),
  // Not by `performance`, which a short command would load for this alone.
  steadyMs: () => process.uptime() * 1000,
  sleep(ms, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const finish = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", finish);
        resolve();
      };
      const timer = setTimeout(finish, Math.min(ms, 2 ** 31 - 1));
      signal?.addEventListener("abort", finish, { once: true });
    });
  },
};
