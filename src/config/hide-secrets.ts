import type { Problem } from "./config-error.ts";

/** A problem without the secrets that were met by then: the last guard, for what others say about a value. */
export function hideSecrets(problem: Problem, secrets: Iterable<string>): Problem {
  let { path, message } = problem;
  for (const secret of secrets) {
    // Anything shorter stands in every other word; the messages themselves don't quote secrets.
    if (secret.length < 6) continue;
    message = message.replaceAll(secret, "***");
    path = path.replaceAll(secret, "***");
  }
  return { ...problem, path, message };
}
