import { GigahostError } from "../errors.ts";

/** Adds to a failure what was done before it, in its message and as `stepsDone`; returns the failure. */
export function tellSteps(error: unknown, steps: readonly string[]): unknown {
  if (!(error instanceof GigahostError) || steps.length === 0) return error;
  error.stepsDone = steps;
  const shown = steps.slice(0, 5).join("; ");
  const more = steps.length > 5 ? `; and ${steps.length - 5} more` : "";
  error.message = `${error.message}. Done before: ${shown}${more}`;
  return error;
}
