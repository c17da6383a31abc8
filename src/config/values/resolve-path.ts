import { join, resolve } from "node:path";
import { findHome } from "../../platform/files/find-home.ts";

export interface PathBase {
  /** What a relative path starts from. */
  readonly baseDir: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** A path as somebody writes it: `~/` is the home of the user, as in a shell, where there is one. */
export function resolvePath(written: string, { baseDir, environment }: PathBase): string {
  return resolve(baseDir, expandHome(written, environment));
}

/** The same, and else as it is written. */
export function expandHome(written: string, environment: NodeJS.ProcessEnv): string {
  const home = /^~(\/|$)/.test(written) ? findHome(environment) : null;
  return home === null ? written : join(home, written.slice(1));
}
