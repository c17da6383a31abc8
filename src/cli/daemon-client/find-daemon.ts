import { readBoundedFile } from "../../config/file/read-bounded-file.ts";
import { findConfigFile } from "../../config/find-config-file.ts";
import type { HttpSettings } from "../../status/guard/http-settings.ts";
import type { CommandContext } from "../command-context.ts";
import { skimStateDir } from "./skim-state-dir.ts";

/** The state directory of this configuration's daemon. The account's secrets are never read. */
export async function findStateDir({ options, environment }: CommandContext): Promise<string> {
  const { file } = await findConfigFile(options.config, environment);
  const text = file === null ? null : await readText(file).catch(() => undefined);
  const skimmed = text === undefined ? null : skimStateDir(text, environment, file);
  return skimmed ?? (await readDaemonSettings({ options, environment })).stateDir;
}

/** More than any configuration that is written the plain way. */
const maxBytes = 1024 * 1024;

async function readText(file: string): Promise<string> {
  const { bytes } = await readBoundedFile(file, maxBytes);
  return new TextDecoder().decode(bytes);
}

/** Where the daemon of a configuration is to be asked; `http` null: nowhere. */
export interface DaemonSettings {
  readonly http: HttpSettings | null;
  readonly stateDir: string;
}

/** From the whole configuration; throws ConfigError for whatever is wrong with it. */
export async function readDaemonSettings({
  options,
  environment,
}: Pick<CommandContext, "options" | "environment">): Promise<DaemonSettings> {
  const { loadConfig } = await import("../../config/load-config.ts");
  const { http, stateDir } = await loadConfig({ file: options.config, environment, purpose: "observe" });
  return { http, stateDir };
}
