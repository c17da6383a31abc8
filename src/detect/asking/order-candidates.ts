import type { LookSource } from "../look.ts";
import { type Ask, isOneOfRouters, isSpared, isToldBy, keyOf, routerMemory } from "./ask.ts";

/**
 * The usual source first, then as configured, those that failed lately last. The expensive ones of `auto` come after the
 * others, but before what failed three times, since their last answer is at hand.
 */
export function orderCandidates(ask: Ask, main: LookSource | null): readonly LookSource[] {
  const rank = (candidate: LookSource) => {
    if (isSpared(candidate)) return 2.5;
    const failures = Math.min(ask.request.memory.failures.get(keyOf(ask, candidate)) ?? 0, 3);
    if (isTedious(ask, candidate)) return failures + 0.5;
    return failures - (candidate === main || isToBeHeard(ask, candidate) ? 1 : 0);
  };
  return ask.candidates.filter(({ source }) => source.cost !== "local").sort((left, right) => rank(left) - rank(right));
}

/** A router that takes some connections to ask: in a turn of the schedule another source confirms what is known with one packet. */
function isTedious(ask: Ask, candidate: LookSource): boolean {
  const isTurn = ask.request.reason === "schedule" && ask.remembered !== null;
  const isCostly = isTurn && candidate.fromAuto && candidate.source.cost === "moderate";
  return isCostly && !isToldBy(ask, candidate) && !isToBeHeard(ask, candidate);
}

/** A router tells of changes, and what it says now is not known yet. */
function isToBeHeard({ request, uplink }: Ask, candidate: LookSource): boolean {
  if (!isOneOfRouters(candidate) || !request.news?.isAnyTelling()) return false;
  const { answering, last } = routerMemory(request.memory, uplink);
  return answering === null && last === null;
}

/** Who is asked in a look that nothing is changed in: a router that tells of changes, else whoever named the address. */
export function findMain(ask: Ask): LookSource | null {
  const { candidates, remembered } = ask;
  const named = candidates.find(({ source }) => source.uri === remembered?.source) ?? null;
  return candidates.find((candidate) => isToldBy(ask, candidate)) ?? named;
}
