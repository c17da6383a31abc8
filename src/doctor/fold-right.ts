import { type Finding, ok } from "./check.ts";

/** The gateway may have thousands of clients. */
const usualMaxShownRight = 20;

/** Of many findings, those that need something stay lines of their own; the others become one, if they are more than that. */
export function foldRight(
  findings: readonly Finding[],
  describe: (count: number) => string,
  maxShownRight: number = usualMaxShownRight,
): readonly Finding[] {
  const right = findings.filter(({ state }) => state === "ok");
  if (right.length <= maxShownRight) return findings;
  return [ok(describe(right.length)), ...findings.filter(({ state }) => state !== "ok")];
}
