import { access, constants, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

export interface FoundFile {
  /** Null when none is there. */
  readonly file: string | null;
  /** Where it was looked for, in order. */
  readonly places: readonly string[];
}

/**
 * Where the configuration is: the file that was asked for (flag before variable), which then has to be there, else the
 * first of the user's and the machine's that exists.
 */
export async function findConfigFile(
  asked: string | undefined,
  environment: NodeJS.ProcessEnv,
  exists: (path: string) => Promise<boolean> = fileExists,
): Promise<FoundFile> {
  const named = asked || environment.GIGAHOST_DDNS_CONFIG;
  if (named) return { file: named, places: [named] };
  const userDir = userConfigDir(environment);
  const places = userDir ? [join(userDir, "gigahost-ddns", "config.yaml")] : [];
  places.push("/etc/gigahost-ddns/config.yaml");
  for (const file of places) if (await exists(file)) return { file, places };
  return { file: null, places };
}

/** By the XDG base directory specification: a relative $XDG_CONFIG_HOME is to be ignored. Null: the user has no home. */
function userConfigDir({ XDG_CONFIG_HOME: xdg, HOME: home }: NodeJS.ProcessEnv): string | null {
  if (xdg?.startsWith("/")) return xdg;
  const dir = home || findHome();
  return dir && join(dir, ".config");
}

/** Containers run under any number, which has no line in /etc/passwd; an empty $HOME is nobody's, and not the working directory. */
function findHome(): string | null {
  try {
    const dir = homedir();
    return isAbsolute(dir) ? dir : null;
  } catch {
    return null;
  }
}

/** A home that can't be entered (systemd's ProtectHome, a sudo that kept $HOME) has no file for us; one that can't be read is one. */
async function fileExists(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => stat(path).then(Boolean, () => false),
  );
}
