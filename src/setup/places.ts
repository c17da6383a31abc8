import { dirname, join } from "node:path";
import type { SecretPlaces } from "./write-config.ts";

/** Where a configuration and its secrets are written. */
export interface Places extends SecretPlaces {
  readonly configFile: string;
  /** The directory of both. */
  readonly dir: string;
}

/** Root's lie in `/etc`, as the unit expects them; anybody else's in the user's own directories. */
export function findPlaces({
  isRoot,
  home,
  environment,
  given,
}: {
  readonly isRoot: boolean;
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  /** `--config FILE`; undefined: the usual one. */
  readonly given: string | undefined;
}): Places {
  const own = environment.XDG_CONFIG_HOME || join(home, ".config");
  const usual = isRoot ? "/etc/gigahost-ddns/config.yaml" : join(own, "gigahost-ddns", "config.yaml");
  const configFile = given ?? (environment.GIGAHOST_DDNS_CONFIG || usual);
  const dir = dirname(configFile);
  const state = environment.XDG_STATE_HOME || join(home, ".local", "state");
  return {
    configFile,
    dir,
    apiKeyFile: join(dir, "api_key"),
    passwordFile: join(dir, "password"),
    notifyFile: (index) => join(dir, `notify_url_${index + 1}`),
    heartbeatFile: (index) => join(dir, `heartbeat_url_${index + 1}`),
    stateDir: isRoot ? null : join(state, "gigahost-ddns"),
  };
}
