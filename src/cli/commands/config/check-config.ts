import { ConfigError } from "../../../config/config-error.ts";
import { loadConfig } from "../../../config/load-config.ts";
import { displayHostname } from "../../../model/hostname.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";

/** `config check`: says that the configuration is fine, and what it noticed; what is wrong is thrown as a ConfigError. */
export async function configCheckCommand(context: CommandContext): Promise<number> {
  const { options, environment } = context;
  const request = { file: options.config, environment, overrides: { logLevel: options.logLevel } };
  const config = await loadConfig(request).catch((error) => printProblems(context, error));
  const hostnames = config.hostnames.map(({ hostname }) => hostname);
  await print(context, {
    data: { valid: true, file: config.file, hostnames, warnings: config.warnings },
    table: () =>
      [
        `${config.file ?? "the environment"}: valid (${describeCount(hostnames)})`,
        ...config.warnings.map((warning) => `warning: ${warning}`),
      ].join("\n"),
  });
  return 0;
}

/** Where data was asked for, the verdict is data too; people read it on stderr, where the error goes in any case. */
async function printProblems(context: CommandContext, error: unknown): Promise<never> {
  if (error instanceof ConfigError && context.options.output !== "table") {
    await print(context, { data: { valid: false, problems: error.problems }, table: "" });
  }
  throw error;
}

function describeCount(hostnames: readonly string[]): string {
  const [only] = hostnames;
  return hostnames.length === 1 && only !== undefined ? displayHostname(only) : `${hostnames.length} hostnames`;
}
