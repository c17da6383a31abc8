import type { Config, GatewayConfig } from "../../../config/config.ts";
import { ConfigError } from "../../../config/config-error.ts";
import { explainReadError } from "../../../config/file/read-bounded-file.ts";
import { loadConfig } from "../../../config/load-config.ts";
import { type ClientsFileChange, changeClientsFile } from "../../../gateway/clients-file/change-clients-file.ts";
import { systemClock } from "../../../platform/clock.ts";
import { codeOf } from "../../../platform/error-code.ts";
import { RefusedError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";

/** The configuration as it is now, with the clients of the file; the account's secrets are never read. */
export function loadClients({ options, environment }: CommandContext): Promise<Config> {
  return loadConfig({ file: options.config, environment, purpose: "observe" });
}

/** Changes `clients_file`. Throws a ConfigError where none is set, and a RefusedError where it can't be written. */
export async function changeClients<Result>(
  context: CommandContext,
  { file, gateway }: Config,
  change: (text: string) => Promise<ClientsFileChange<Result>>,
): Promise<Result> {
  const path = requireClientsFile(file, gateway);
  try {
    return await changeClientsFile({ path, besides: file, clock: systemClock, signal: context.signal }, change);
  } catch (error) {
    const code = codeOf(error);
    if (code === null || context.signal.aborted) throw error;
    throw new RefusedError(`${path} can't be changed: ${explainWriteError(error, code, path)}`);
  }
}

function requireClientsFile(file: string | null, gateway: GatewayConfig | null): string {
  if (gateway?.clientsFile) return gateway.clientsFile;
  const message = "not set; name the file for `gateway add` to write, as in clients_file: clients.json";
  throw new ConfigError([{ file, line: null, column: null, path: "gateway.clients_file", message }]);
}

function explainWriteError(error: unknown, code: string, path: string): string {
  if (code === "ENOENT") return "its directory does not exist; create it first";
  if (code === "EACCES" || code === "EPERM") return "permission denied; run with sudo, or as the user it belongs to";
  if (code === "EROFS") return "the file system is read-only";
  if (code === "ENOSPC") return "the disk is full";
  if (code === "EFBIG") return "it must not be larger than 8 MiB";
  if (code === "EBUSY") return "another process holds its lock; is one stopped?";
  return explainReadError(error, path);
}
