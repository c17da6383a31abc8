import { createMasker } from "../platform/mask.ts";
import type { Problem } from "./config-error.ts";

/** A problem without the secrets that were met by then: the last guard, for what others say about a value. */
export function hideSecrets(problem: Problem, secrets: Iterable<string>): Problem {
  // Anything shorter stands in every other word; the messages themselves don't quote secrets.
  const mask = createMasker([...secrets].filter((secret) => secret.length >= 6));
  return { ...problem, path: mask(problem.path), message: mask(problem.message) };
}
