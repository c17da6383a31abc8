import type * as v from "valibot";

/** What the reader needs to know of a schema: the kinds that `schema.ts` is made of. */
export type Shape =
  | { readonly type: "optional" | "nullable"; readonly wrapped: Shape }
  | { readonly type: "union"; readonly options: readonly Shape[]; readonly pipe?: readonly unknown[] }
  | Fields
  | { readonly type: "record"; readonly key: v.GenericSchema; readonly value: Shape }
  | { readonly type: "array"; readonly item: Shape }
  | ScalarShape;

export interface Fields {
  readonly type: "strict_object";
  readonly entries: Readonly<Record<string, Shape>>;
}

export type ScalarShape =
  | { readonly type: "string"; readonly pipe?: readonly unknown[] }
  | { readonly type: "boolean" | "null" }
  | { readonly type: "number"; readonly pipe?: readonly unknown[] }
  | { readonly type: "picklist"; readonly options: readonly string[] }
  | { readonly type: "literal"; readonly literal: unknown };

export type PlainShape = Exclude<Shape, { readonly type: "optional" | "nullable" | "union" }>;

/** Everything a value may be, without wrappings: a union's branches, each on its own. */
export const listAlternatives = remember((shape): readonly PlainShape[] => {
  switch (shape.type) {
    case "optional":
      return listAlternatives(shape.wrapped);
    case "nullable":
      return [...listAlternatives(shape.wrapped), { type: "null" }];
    case "union":
      return shape.options.flatMap(listAlternatives);
    default:
      return [shape];
  }
});

export function isScalarShape(shape: PlainShape): shape is ScalarShape {
  return !["strict_object", "record", "array"].includes(shape.type);
}

/** Whether a text is a secret from the moment it is read. */
export const isSecret = remember((shape) =>
  listAlternatives(shape).some((each) => each.type === "string" && findNote(each.pipe, "secret") === true),
);

/** The key of a section that a plain value in its place stands for (`enabled` in `ipv6: false`); null if none does. */
export const findShortKey = remember((shape): string | null => {
  if (shape.type === "optional") return findShortKey(shape.wrapped);
  const key = shape.type === "union" ? findNote(shape.pipe, "shortFor") : null;
  return typeof key === "string" ? key : null;
});

/** A schema stays as it is, and ten thousand hostnames ask the same of it. */
function remember<Answer>(find: (shape: Shape) => Answer): (shape: Shape) => Answer {
  const known = new WeakMap<Shape, Answer>();
  return (shape) => {
    const before = known.get(shape);
    if (before !== undefined) return before;
    const answer = find(shape);
    known.set(shape, answer);
    return answer;
  };
}

function findNote(pipe: readonly unknown[] | undefined, name: string): unknown {
  for (const action of pipe ?? []) if (isNotes(action)) return action.metadata[name];
  return null;
}

interface Notes {
  readonly type: "metadata";
  readonly metadata: Readonly<Record<string, unknown>>;
}

function isNotes(action: unknown): action is Notes {
  return (action as Partial<Notes>).type === "metadata"; // valibot's own: an object with a type, each
}

/** For people: `true or false`, `auto, dyndns or records`, `a whole number from 1 to 3600`. */
export function describeExpected(alternatives: readonly PlainShape[]): string {
  const kinds = alternatives.filter((each) => each.type !== "null").map(describeKind);
  return joinWords([...new Set(kinds)]);
}

function describeKind(shape: PlainShape): string {
  switch (shape.type) {
    case "strict_object":
      return `keys (${Object.keys(shape.entries).join(", ")})`;
    case "record":
      return "names, each with keys of its own";
    case "array":
      return "a list";
    case "number":
      return `a whole number from ${findBound(shape.pipe, "min_value")} to ${findBound(shape.pipe, "max_value")}`;
    case "boolean":
      return "true or false";
    case "picklist":
      return joinWords(shape.options);
    case "literal":
      return String(shape.literal);
    default:
      return "text";
  }
}

/** `a`, `a or b`, `a, b or c`. */
function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function findBound(pipe: readonly unknown[] | undefined, type: string): number | string {
  const actions = pipe as readonly { readonly type: string; readonly requirement?: unknown }[] | undefined; // valibot's own
  const bound = actions?.find((action) => action.type === type)?.requirement;
  return typeof bound === "number" ? bound : "any";
}

/** Whether a value is what a scalar shape asks for. */
export function fits(shape: ScalarShape, value: unknown): boolean {
  switch (shape.type) {
    case "null":
      return value === null;
    case "literal":
      return value === shape.literal;
    case "picklist":
      return typeof value === "string" && shape.options.includes(value);
    case "number":
      return Number.isInteger(value) && isWithin(shape.pipe, Number(value));
    default:
      return typeof value === shape.type;
  }
}

function isWithin(pipe: readonly unknown[] | undefined, value: number): boolean {
  const [min, max] = [findBound(pipe, "min_value"), findBound(pipe, "max_value")];
  return !(typeof min === "number" && value < min) && !(typeof max === "number" && value > max);
}
