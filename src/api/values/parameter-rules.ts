import type { ParameterValues } from "../operation.ts";

const namesIn = (given: ParameterValues, names: readonly string[]) => names.filter((name) => given[name] !== undefined);

/** A check of an operation: exactly one of the parameters is given. */
export function exactlyOneOf(...names: readonly string[]): (given: ParameterValues) => readonly string[] {
  return (given) => {
    const found = namesIn(given, names);
    if (found.length === 1) return [];
    const which = found.length === 0 ? "none was" : `${found.join(" and ")} were`;
    return [`exactly one of ${names.join(", ")} is needed, ${which} given`];
  };
}

/** A check of an operation: at least one of the parameters is given. */
export function someOf(...names: readonly string[]): (given: ParameterValues) => readonly string[] {
  return (given) => (namesIn(given, names).length > 0 ? [] : [`at least one of ${names.join(", ")} is needed`]);
}

/** The parameters that a call needs besides, because another one has a certain value; `why` ends the sentence. */
export function neededFor(given: ParameterValues, names: readonly string[], why: string): readonly string[] {
  return names.filter((name) => given[name] === undefined).map((name) => `${name} is required ${why}`);
}

/** A check of an operation made of several. */
export function allOf(
  ...checks: readonly ((given: ParameterValues) => readonly string[])[]
): (given: ParameterValues) => readonly string[] {
  return (given) => checks.flatMap((check) => check(given));
}

/** A check of an operation that changes what is given, and so needs something of that besides the ids in its path. */
export function anyBut(...ids: readonly string[]): (given: ParameterValues) => readonly string[] {
  return (given) =>
    Object.entries(given).some(([name, value]) => !ids.includes(name) && value !== undefined)
      ? []
      : ["nothing is given that could be changed"];
}
