import { dirname, join } from "node:path";
import { besideConfig, secretsDirOf } from "../config/beside-config.ts";
import { userConfigDir } from "../config/find-config-file.ts";
import { findHome } from "../platform/files/find-home.ts";
import type { SecretPlaces } from "./write-config.ts";

/** Where a configuration and its secrets are written. */
export interface Places extends SecretPlaces {
  readonly configFile: string;
  /** The directory of both. */
  readonly dir: string;
  /** The unit that reads it; null: none does. */
  readonly unit: string | null;
}

/** Root's lie in `/etc`, as the unit expects them; anybody else's in the user's own directories, where there are any. */
export function findPlaces({
  isRoot,
  environment,
  given,
}: {
  readonly isRoot: boolean;
  readonly environment: NodeJS.ProcessEnv;
  /** `--config FILE`; undefined: the usual one. */
  readonly given: string | undefined;
}): Places {
  const own = isRoot ? null : userConfigDir(environment);
  const usual = join(own ?? "/etc", "gigahost-ddns", "config.yaml");
  const configFile = given ?? (environment.GIGAHOST_DDNS_CONFIG || usual);
  const dir = dirname(configFile);
  const state = isRoot ? null : userStateDir(environment);
  return {
    configFile,
    dir,
    unit: isRoot ? unitOf(configFile) : null,
    apiKeyFile: besideConfig(configFile, "api_key"),
    passwordFile: besideConfig(configFile, "password"),
    notifyFile: (index) => join(secretsDirOf(configFile), `notify_url_${index + 1}`),
    heartbeatFile: (index) => join(secretsDirOf(configFile), `heartbeat_url_${index + 1}`),
    stateDir: state && join(state, "gigahost-ddns"),
  };
}

function userStateDir(environment: NodeJS.ProcessEnv): string | null {
  const { XDG_STATE_HOME: xdg } = environment;
  if (xdg?.startsWith("/")) return xdg;
  const home = findHome(environment);
  return home && join(home, ".local", "state");
}

function unitOf(configFile: string): string | null {
  const name = /^\/etc\/gigahost-ddns\/([\w-]+)\.yaml$/.exec(configFile)?.[1];
  if (name === undefined) return null;
  return name === "config" ? "gigahost-ddns" : `gigahost-ddns@${name}`;
}
