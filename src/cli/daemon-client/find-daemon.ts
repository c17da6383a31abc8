import { readBoundedFile } from "../../config/file/read-bounded-file.ts";
import { findConfigFile } from "../../config/find-config-file.ts";
import type { CommandContext } from "../command-context.ts";
import { type DaemonSettings, skimHttpSettings } from "./skim-http-settings.ts";

/** Where to ask the daemon of this configuration, and from which file that comes. The account's secrets are never read. */
export async function findDaemon({ options, environment }: CommandContext): Promise<DaemonSettings> {
  const { file } = await findConfigFile(options.config, environment);
  const text = file === null ? null : await readText(file).catch(() => undefined);
  const skimmed = text === undefined ? null : skimHttpSettings(text, environment, file);
  return skimmed ?? readDaemonSettings({ options, environment });
}

/** More than any configuration that is written the plain way. */
const maxBytes = 1024 * 1024;

async function readText(file: string): Promise<string> {
  const { bytes } = await readBoundedFile(file, maxBytes);
  return new TextDecoder().decode(bytes);
}

/** The same, from the whole configuration; throws ConfigError for whatever is wrong with it. */
export async function readDaemonSettings({
  options,
  environment,
}: Pick<CommandContext, "options" | "environment">): Promise<DaemonSettings> {
  const { loadConfig } = await import("../../config/load-config.ts");
  const { http, stateDir } = await loadConfig({ file: options.config, environment, purpose: "observe" });
  return { http, stateDir };
}
