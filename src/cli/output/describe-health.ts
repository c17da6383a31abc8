import type { HealthAnswer } from "../../status/is-answer-to.ts";

/** The health in one line, with the first of the problems. */
export function describeHealth({ health, problems = [] }: HealthAnswer): string {
  return [health, ...problems.slice(0, 1)].join(": ");
}
