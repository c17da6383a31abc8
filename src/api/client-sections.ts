import type { Call } from "./call.ts";
import type { CallOptions } from "./gigahost-options.ts";
import type { Operation, ParametersOf, ResultOf } from "./operation.ts";
import { type OperationsOf, type SectionName, sections } from "./operations/index.ts";

/** One operation as a method: parameters by the API's names, where there are any that must be given. */
export type Method<Entry extends Operation> =
  Record<never, never> extends ParametersOf<Entry>
    ? (parameters?: ParametersOf<Entry>, options?: CallOptions) => Call<ResultOf<Entry>>
    : (parameters: ParametersOf<Entry>, options?: CallOptions) => Call<ResultOf<Entry>>;

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

/** Every section with its operations, as they are on a client. */
export type ClientSections = { readonly [Word in NextWord<"", SectionName>]: Nested<Word> };

export type CallByName = (fullName: string, parameters?: object, options?: CallOptions) => Call<unknown>;

const names = Object.keys(sections);

/** The first words of all section names. */
export const topSections: readonly string[] = [...new Set(names.map((name) => name.split(".")[0] ?? name))];

/**
 * A section whose operations are not loaded yet: any name is a method, and the call finds out. So nothing is loaded before
 * it is used, and still `gigahost.dns.listZones` is there at once.
 */
export function lazySection(name: string, call: CallByName): object {
  const known = new Map<string, unknown>();
  return new Proxy(Object.create(null), {
    get(_, word) {
      // A promise would be taken for what was asked for by `await`.
      if (typeof word !== "string" || word === "then") return undefined;
      if (!known.has(word)) known.set(word, memberOf(`${name}.${word}`, call));
      return known.get(word);
    },
  });
}

function memberOf(fullName: string, call: CallByName): unknown {
  const isSection = names.some((name) => name === fullName || name.startsWith(`${fullName}.`));
  if (isSection) return lazySection(fullName, call);
  return (parameters?: object, options?: CallOptions) => call(fullName, parameters, options);
}
