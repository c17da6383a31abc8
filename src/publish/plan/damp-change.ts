import type { Alternation } from "../../model/detection.ts";

/** A line that fails and the one that takes over change the address twice: nothing to wait for. */
const freeReturns = 1;
const firstHoldMs = 60_000;
const maxHoldMs = 30 * 60_000;

/**
 * When an address that keeps coming back may be published, steady ms; null: at once. After the first return each further
 * one must have held for a minute, two, four …, half an hour at most.
 */
export function dampedUntil(alternation: Alternation | undefined): number | null {
  if (alternation === undefined || alternation.returns <= freeReturns) return null;
  return alternation.sinceMs + Math.min(firstHoldMs * 2 ** (alternation.returns - freeReturns - 1), maxHoldMs);
}
