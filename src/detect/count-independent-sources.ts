import type { Family } from "../model/family.ts";
import { expandSources } from "./auto-sources.ts";
import { parseSource } from "./parse-source.ts";

/** How many of the sources can speak for the family with a voice of their own: sources of one operator count once. */
export function countIndependentSources(uris: readonly string[], family: Family): number {
  const operators = expandSources(uris, family).flatMap(({ uri }) => {
    const parsed = parseSource(uri);
    return parsed.ok && parsed.spec.families.includes(family) ? [parsed.spec.operator] : [];
  });
  return new Set(operators).size;
}
