/** Counts requests in a sliding window; returns the seconds to wait if there were too many, otherwise null. */
export function createRateLimit(limit: { readonly requests: number; readonly perMs: number }) {
  let recentMs: number[] = [];
  return (nowMs: number): number | null => {
    recentMs = recentMs.filter((atMs) => atMs > nowMs - limit.perMs);
    const [oldestMs] = recentMs;
    if (oldestMs !== undefined && recentMs.length >= limit.requests) {
      return Math.ceil((oldestMs + limit.perMs - nowMs) / 1000);
    }
    recentMs.push(nowMs);
    return null;
  };
}
