import { ConfigError } from "../../config/config-error.ts";
import { loadConfig } from "../../config/load-config.ts";
import { compileAgain } from "../../platform/memory/compile-again.ts";
import { spareMemory } from "../../platform/memory/spare-memory.ts";
import type { CommandContext } from "../command-context.ts";

/** Two daemons of one state directory are a mistake in the configuration, told in the log. */
const unusableConfig = 78;
/** Over this, a round is long enough to be worth V8's compilers. */
const maxInterpretedHostnames = 200;

/** `run`: the daemon in the foreground, until SIGTERM or SIGINT. Exits only 0 or 78. */
export async function runCommand(context: CommandContext): Promise<number> {
  const { options, environment, signal } = context;
  const request = { file: options.config, environment, overrides: { logLevel: options.logLevel } };
  const config = await loadConfig(request);
  const load = async () => {
    const { readSettledFile } = await import("../../config/file/read-settled-file.ts");
    return loadConfig({ ...request, readFile: readSettledFile });
  };
  if (config.hostnames.length <= maxInterpretedHostnames) spareMemory();
  else compileAgain();
  const [{ runDaemon, StateDirTaken }, { NoServiceAccount }] = await Promise.all([
    import("../../daemon/run-daemon.ts"),
    import("../../daemon/join-replicas.ts"),
  ]);
  const isConfigError = (error: unknown): error is ConfigError => error instanceof ConfigError;
  try {
    await runDaemon({ config, load, environment, signal, isConfigError });
    return 0;
  } catch (error) {
    if (error instanceof StateDirTaken || error instanceof NoServiceAccount) return unusableConfig;
    throw error;
  }
}
