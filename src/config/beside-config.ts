import { basename, dirname, join } from "node:path";

/** What a file of one account is called beside its configuration: `api_key` or, beside `NAME.yaml`, `NAME.api_key`. */
export function besideConfig(configFile: string, name: string): string {
  const own = basename(configFile).replace(/\.ya?ml$/, "");
  return join(dirname(configFile), own === "config" ? name : `${own}.${name}`);
}

/** The directory of further secrets that the units pass on, file by file. */
export function secretsDirOf(configFile: string | null): string {
  return configFile === null ? "/etc/gigahost-ddns/secrets" : besideConfig(configFile, "secrets");
}
