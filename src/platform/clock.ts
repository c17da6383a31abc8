/** The two clocks of the machine, and waiting on the one that can't be set. */
export interface Clock {
  /** Wall time in milliseconds since 1970; may be wrong, may jump. For showing, never for pacing. */
  wallMs(): number;
  /**
   * Steady time in milliseconds: began as the wall time of the process's start and only ever moves forward, at one
   * second a second. For every wait, hold and limit.
   */
  steadyMs(): number;
  /** Resolves after that many milliseconds of steady time, or at once when the signal is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

// Not by `performance`, which a short command would load for this alone.
const startWallMs = Date.now() - process.uptime() * 1000;

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  steadyMs: () => startWallMs + process.uptime() * 1000,
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
