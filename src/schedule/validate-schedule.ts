import { readExpression } from "./read-expression.ts";

/** Null if the expression names moments that come; otherwise what is wrong with it, in plain words. */
export async function validateSchedule(expression: string): Promise<string | null> {
  if (expression === "auto") return null;
  const reading = await readExpression(expression);
  return reading.ok ? null : reading.reason;
}
