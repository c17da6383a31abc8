import { findNextMatch } from "./find-next-match.ts";
import { nextOwnMoment } from "./own-phase.ts";
import { readExpression } from "./read-expression.ts";

/**
 * The next moment of the schedule after that one, wall ms; an expression names local times. Rejects for one that
 * `validateSchedule` refuses. `salt`: the state's, for `auto`.
 */
export async function nextRun(expression: string, fromWallMs: number, salt = ""): Promise<number> {
  if (expression === "auto") return nextOwnMoment(fromWallMs, salt);
  const reading = await readExpression(expression);
  const nextMs = reading.ok ? findNextMatch(reading.fields, fromWallMs) : null;
  if (nextMs === null) throw new RangeError(`the schedule "${expression}" never comes due`);
  return nextMs;
}
