import type { Consequence } from "../model/consequence.ts";
import type { Result } from "../model/result.ts";
import type { PlanLine } from "./plan/plan-round.ts";

/** A line of the plan with its outcome; its next attempt is the one after that. */
export interface PublishedLine extends PlanLine {
  readonly result: Result | null;
  /** What follows from the answer; null if nothing was sent. */
  readonly consequence: Consequence | null;
}

/** The line of a name that is settled is the same in every round, and so is what comes of it. */
const unsentLines = new WeakMap<PlanLine, PublishedLine>();

/** What comes of a line that is not to be sent. */
export function unsentLine(line: PlanLine): PublishedLine {
  const known = unsentLines.get(line);
  if (known) return known;
  // The spread last: thousands of lines share their hidden class.
  const unsent = { result: null, consequence: null, ...line };
  unsentLines.set(line, unsent);
  return unsent;
}
