import type { InferInput } from "valibot";
import type { Call } from "./call.ts";
import type { CallOptions } from "./gigahost-options.ts";
import type { Operation, ParametersOf, ResultOf } from "./operation.ts";
import type { OperationsOf, SectionName } from "./operations/index.ts";
import { operationNames } from "./operations/operation-names.ts";

/** One operation as a method: parameters by the API's names, where there are any that must be given. */
export type Method<Entry extends Operation> =
  Record<never, never> extends ParametersOf<Entry>
    ? (parameters?: ParametersOf<Entry>, options?: CallOptions) => Call<ResultOf<Entry>>
    : (parameters: ParametersOf<Entry>, options?: CallOptions) => Call<ResultOf<Entry>>;

/**
 * What one parameter of an operation takes; the published declarations are written with it.
 * @public
 */
export type ParameterOf<Entry extends Operation, Name extends keyof Entry["parameters"]> = InferInput<
  Entry["parameters"][Name]["schema"]
>;

/** A section's operations as methods, each with its doc comment. */
export type Methods<Operations> = {
  readonly [Name in keyof Operations]: Operations[Name] extends Operation ? Method<Operations[Name]> : never;
};

/** The first word after the prefix: `files` of `webhosting.files` after `webhosting.`. */
type NextWord<Prefix extends string, Name extends string> = Name extends `${Prefix}${infer Rest}`
  ? Rest extends `${infer Word}.${string}`
    ? Word
    : Rest
  : never;

type Nested<Name extends string> = (Name extends SectionName ? Methods<OperationsOf<Name>> : unknown) & {
  readonly [Word in NextWord<`${Name}.`, SectionName>]: Nested<`${Name}.${Word}`>;
};

/** Every section with its operations, as they are on a client. The published declarations have it written out. */
export type ClientSections = { readonly [Word in NextWord<"", SectionName>]: Nested<Word> };

export type CallByName = (fullName: string, parameters?: object, options?: CallOptions) => Call<unknown>;

/**
 * Every section by its first word, with its operations as methods of its own: they can be listed, stubbed and replaced.
 * Only their names are known yet; what an operation is like is loaded when it is called.
 */
export function buildSections(call: CallByName): Readonly<Record<string, object>> {
  const root: Record<string, object> = {};
  for (const [name, operations] of Object.entries(operationNames)) {
    const section = sectionAt(root, name.split("."));
    for (const operation of operations) {
      const fullName = `${name}.${operation}`;
      section[operation] = (parameters?: object, options?: CallOptions) => call(fullName, parameters, options);
    }
  }
  return root;
}

function sectionAt(root: Record<string, object>, words: readonly string[]): Record<string, unknown> {
  let section: Record<string, unknown> = root;
  for (const word of words) {
    section[word] ??= {};
    section = section[word] as Record<string, unknown>; // made here, or by the section around it
  }
  return section;
}
