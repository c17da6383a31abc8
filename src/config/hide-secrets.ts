import { looksSecret } from "../model/secrets/looks-secret.ts";
import { maskText } from "../model/secrets/mask-secrets.ts";
import { createMasker } from "../platform/mask.ts";
import type { Problem } from "./config-error.ts";

/**
 * A problem without the secrets that were met by then, nor what looks like one and was pasted where something else belongs:
 * the last guard, for what others say about a value.
 */
export function hideSecrets(problem: Problem, secrets: Iterable<string>): Problem {
  // Anything shorter occurs in every other word; the messages themselves don't quote secrets. A scheme alone hides nothing.
  const mask = createMasker([...secrets].filter((secret) => secret.length >= 6 && !/^[a-z]+:\/\/$/i.test(secret)));
  return { ...problem, path: mask(problem.path), message: hideQuoted(mask(problem.message)) };
}

function hideQuoted(message: string): string {
  return message.replace(/"([^"]*)"/g, (whole, quoted: string) => (looksSecret(quoted) ? `"${maskText}"` : whole));
}
