import { describeConfig } from "../../../config/describe-config.ts";
import { loadConfigWithOrigins } from "../../../config/load-config.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";

/** `config show`: the effective configuration with secrets masked, and where each value came from. */
export async function configShowCommand(context: CommandContext): Promise<number> {
  const { options, environment } = context;
  const { config, origins } = await loadConfigWithOrigins({
    file: options.config,
    environment,
    overrides: { logLevel: options.logLevel },
  });
  const values = describeConfig(config, origins);
  await print(context, {
    data: values,
    table: () => ({
      columns: ["key", "value", "origin"],
      rows: values.map(({ key, value, origin }) => [key, showValue(value), origin]),
    }),
  });
  for (const warning of config.warnings) context.stderr.write(`warning: ${warning}\n`);
  return 0;
}

/** As one would write it on one line of the file; null, which is "not set", as a dash. */
function showValue(value: unknown): string | null {
  if (value === null) return null;
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.length === 0 ? "[]" : value.map(showValue).join(", ");
  if (typeof value !== "object") return String(value);
  const { name, ...rest }: Record<string, unknown> = { ...value };
  const parts = Object.entries(rest).map(([key, inner]) => `${key}: ${showValue(inner)}`);
  return name === undefined ? `{ ${parts.join(", ")} }` : `${showValue(name)} (${parts.join(", ")})`;
}
