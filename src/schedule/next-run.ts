import { findNextMatch } from "./find-next-match.ts";
import { readExpression } from "./read-expression.ts";

/** The next moment of the schedule after that one, in local time, wall ms. Rejects for an expression that `validateSchedule` refuses. */
export async function nextRun(expression: string, fromWallMs: number): Promise<number> {
  const reading = await readExpression(expression);
  const nextMs = reading.kind === "fields" ? findNextMatch(reading.fields, fromWallMs) : null;
  if (nextMs === null) throw new RangeError(`the schedule "${expression}" has no next moment`);
  return nextMs;
}
