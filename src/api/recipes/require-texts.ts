import { InputError } from "../errors.ts";

/** For callers without TypeScript: throws an InputError that names what is missing, before anything is sent. */
export function requireTexts(operation: string, given: object | null | undefined, names: readonly string[]): void {
  const values = new Map<string, unknown>(Object.entries(given ?? {}));
  const problems = names
    .filter((name) => typeof values.get(name) !== "string")
    .map((name) => `${name} is required, as a text`);
  if (problems.length > 0) throw new InputError(operation, problems);
}
