import { access, constants, stat } from "node:fs/promises";
import { join } from "node:path";
import { findHome } from "../platform/files/find-home.ts";
import { expandHome } from "./values/resolve-path.ts";

export interface FoundFile {
  /** Null if none is there. */
  readonly file: string | null;
  /** Where it was looked for, in order. */
  readonly places: readonly string[];
}

/**
 * Where the configuration is: the file that was asked for (flag before variable), which then has to be there, otherwise the
 * first of the user's and the machine's that exists.
 */
export async function findConfigFile(
  asked: string | undefined,
  environment: NodeJS.ProcessEnv,
  exists: (path: string) => Promise<boolean> = fileExists,
): Promise<FoundFile> {
  const { named, places } = listPlaces(asked, environment);
  if (named !== null) return { file: named, places };
  for (const file of places) if (await exists(file)) return { file, places };
  return { file: null, places };
}

/** The places, in order; `named`: the one that was asked for. */
export function listPlaces(
  asked: string | undefined,
  environment: NodeJS.ProcessEnv,
): { readonly named: string | null; readonly places: readonly string[] } {
  const written = asked || environment.GIGAHOST_DDNS_CONFIG;
  const named = written && expandHome(written, environment);
  if (named) return { named, places: [named] };
  const userDir = userConfigDir(environment);
  const ofUser = userDir ? [join(userDir, "gigahost-ddns", "config.yaml")] : [];
  return { named: null, places: [...ofUser, "/etc/gigahost-ddns/config.yaml"] };
}

/** By the XDG base directory specification: a relative $XDG_CONFIG_HOME is to be ignored. Null: the user has no home. */
export function userConfigDir(environment: NodeJS.ProcessEnv): string | null {
  const { XDG_CONFIG_HOME: xdg } = environment;
  if (xdg?.startsWith("/")) return xdg;
  const home = findHome(environment);
  return home && join(home, ".config");
}

/** A home that can't be entered (systemd's ProtectHome, a sudo that kept $HOME) has no file for us; one that can't be read is one. */
async function fileExists(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => stat(path).then(Boolean, () => false),
  );
}
