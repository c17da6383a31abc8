import type { Random } from "../platform/random.ts";

export interface BackOffLimits {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** From 30 s to 1 h, as for 429, 5xx, no answer and nonsense. */
export const usualBackOff: BackOffLimits = { baseMs: 30_000, maxMs: 3_600_000 };

/**
 * How long to wait after that many failures in a row (1 for the first), ms: doubled each time up to the maximum, and
 * spread over the upper half, so that clients cut off together don't come back together. Never below `baseMs`.
 */
export function backOff(attempts: number, { baseMs, maxMs }: BackOffLimits, random: Random): number {
  const doublings = Math.min(Math.max(attempts, 1) - 1, 31);
  const ceilingMs = Math.min(baseMs * 2 ** doublings, maxMs);
  const floorMs = Math.max(ceilingMs / 2, Math.min(baseMs, maxMs));
  const spreadMs = Math.max(ceilingMs, Math.min(floorMs * 1.5, maxMs)) - floorMs;
  return Math.round(floorMs + spreadMs * random());
}
