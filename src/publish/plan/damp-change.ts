import type { Alternation } from "../../model/detection.ts";
import { minuteMs } from "../../model/time/units.ts";

/** A line that fails and the one that takes over change the address twice: nothing to wait for. */
const maxFreeReturns = 1;
const firstHoldMs = minuteMs;
const maxHoldMs = 30 * minuteMs;
/** A hold may be shorter than the time after which the address changes back. */
const minSettledMs = 5 * minuteMs;

/**
 * When an address that keeps coming back may be published, steady ms; null: at once. After the first return each further
 * one must have held for a minute, two, four …, half an hour at most.
 */
export function dampedUntil(alternation: Alternation | undefined): number | null {
  return alternation === undefined || !isDamped(alternation) ? null : alternation.sinceMs + holdMs(alternation.returns);
}

/** How long the next address must hold, ms, while the present one has not been there for so long that it has settled; else null. */
export function nextHoldWhileAlternating(alternation: Alternation | undefined, nowMs: number): number | null {
  if (alternation === undefined || !isDamped(alternation)) return null;
  const { returns, sinceMs } = alternation;
  return nowMs - sinceMs < Math.max(holdMs(returns), minSettledMs) ? holdMs(returns + 1) : null;
}

function isDamped({ returns }: Alternation): boolean {
  return returns > maxFreeReturns;
}

function holdMs(returns: number): number {
  return Math.min(firstHoldMs * 2 ** (returns - maxFreeReturns - 1), maxHoldMs);
}
