import { type GenericSchema, getDotPath, safeParse } from "valibot";

/** So many entries of a list are looked at while calls are made; the rest is of the same kind. */
const maxChecked = 3;

/** How an answer differs from what is known of it, without its values; empty if it doesn't. Looks at a sample only. */
export function findSurprises(schema: GenericSchema, result: unknown): readonly string[] {
  const checked = safeParse(schema, Array.isArray(result) ? result.slice(0, maxChecked) : result);
  if (checked.success) return [];
  return checked.issues.map((issue) => {
    const received = typeof issue.input === "object" ? kindOf(issue.input) : typeof issue.input;
    return `${getDotPath(issue) ?? "(result)"}: expected ${issue.expected ?? "something else"}, got ${received}`;
  });
}

const kindOf = (value: object | null) => (value === null ? "null" : Array.isArray(value) ? "array" : "object");
