import { ConfigError } from "../../config/config-error.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { CommandContext } from "../command-context.ts";

/** `run`: the daemon in the foreground, until SIGTERM or SIGINT. Exits only 0 or 78. */
export async function runCommand(context: CommandContext): Promise<number> {
  const { options, environment, signal } = context;
  const load = () => loadConfig({ file: options.config, environment, overrides: { logLevel: options.logLevel } });
  const config = await load();
  const { runDaemon } = await import("../../daemon/run-daemon.ts");
  await runDaemon({ config, load, environment, signal, isConfigError: (error) => error instanceof ConfigError });
  return 0;
}
