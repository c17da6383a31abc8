import { InputError } from "../errors.ts";

/** For callers without TypeScript: what is missing is said before anything is sent. Throws an InputError. */
export function requireTexts(operation: string, given: object | null | undefined, names: readonly string[]): void {
  const values = new Map<string, unknown>(Object.entries(given ?? {}));
  const problems = names
    .filter((name) => typeof values.get(name) !== "string")
    .map((name) => `${name} is required, as a text`);
  if (problems.length > 0) throw new InputError(operation, problems);
}
