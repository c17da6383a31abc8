import { hourMs } from "../model/time/units.ts";
import type { Random } from "../platform/random.ts";

export interface BackOffLimits {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** From 30 s to 1 h, as for 429, 5xx, no answer and nonsense. */
export const usualBackOff: BackOffLimits = { baseMs: 30_000, maxMs: hourMs };

/**
 * How long to wait after that many failures in a row (1 for the first), ms: twice as long each time up to the maximum,
 * plus up to half of it by chance, so that clients cut off together don't come back together. Longer after every failure
 * until the maximum is near, and never below `baseMs`.
 */
export function backOff(attempts: number, { baseMs, maxMs }: BackOffLimits, random: Random): number {
  const doublings = Math.min(Math.max(attempts, 1) - 1, 31);
  const lowMs = Math.max(Math.min(baseMs, maxMs), Math.min(baseMs * 2 ** doublings, (maxMs * 2) / 3));
  const highMs = Math.min(lowMs * 1.5, maxMs);
  return Math.round(lowMs + (highMs - lowMs) * random());
}
