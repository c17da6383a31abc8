import type { Problem } from "./config-error.ts";

/** Where a value was given. */
export type ConfigPlace = Omit<Problem, "message">;

/** Where each value came from, by key: `config.yaml:12`, the name of a variable, flag or credential; otherwise it is the default. */
export type Origins = ReadonlyMap<string, string>;

/** What comes to light while a configuration is read: everything is collected, so that all of it is reported at once. */
export interface Findings {
  /** By key (`ipv6.sources[1]`): where each value was given; what isn't there has its default. */
  readonly places: Map<string, ConfigPlace>;
  readonly problems: Problem[];
  readonly warnings: string[];
  /** Texts that must not be shown; filled as they are met. */
  readonly secrets: Set<string>;
  /** The permission bits of the configuration file; null without one. */
  fileMode: number | null;
  /** Files that were to hold a secret and hold nothing: as if they were not given. */
  readonly emptyFiles: string[];
  /** The files that secrets were read from. */
  readonly secretFiles: SecretFile[];
  /** Whether a secret is written in the configuration file itself. */
  inlineSecret: boolean;
}

/** A file that holds a secret. */
export interface SecretFile {
  readonly file: string;
  /** Permission bits. */
  readonly mode: number;
}

export function createFindings(): Findings {
  return {
    places: new Map(),
    problems: [],
    warnings: [],
    secrets: new Set(),
    emptyFiles: [],
    secretFiles: [],
    fileMode: null,
    inlineSecret: false,
  };
}

/** More than anybody reads: what comes after them is left out. */
export const maxProblems = 500;

/** Notes a problem with the value of a key, at the place of the key or of what holds it. */
export function addProblem(findings: Findings, key: string, message: string): void {
  if (findings.problems.length < maxProblems) findings.problems.push({ ...findPlace(findings, key), message });
}

/** The place of a key, or of the nearest key around it that was given. */
export function findPlace(findings: Findings, key: string): ConfigPlace {
  const exact = findings.places.get(key);
  if (exact) return exact;
  for (let outer = outerKey(key); outer !== null; outer = outerKey(outer)) {
    const place = findings.places.get(outer);
    // A variable or a flag is the whole of its place; in a file the key that was meant is worth naming.
    if (place) return place.file === null ? place : { ...place, path: key };
  }
  return { file: null, line: null, column: null, path: key };
}

/** For people, after a value: `config.yaml:12`, or the name of the variable or flag. */
export function describePlace(place: ConfigPlace): string {
  if (place.file === null) return place.path;
  return place.line === null ? place.file : `${place.file}:${place.line}`;
}

export function joinKey(outer: string, name: string): string {
  return outer === "" ? name : `${outer}.${name}`;
}

/** `ipv6` for `ipv6.sources`, `hostnames` for `hostnames[1]`, the empty key (the whole file) for `ipv6`. */
function outerKey(key: string): string | null {
  if (key === "") return null;
  return key.slice(0, Math.max(0, key.lastIndexOf("."), key.lastIndexOf("[")));
}
