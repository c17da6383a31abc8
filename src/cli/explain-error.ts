import { ConfigError } from "../config/config-error.ts";
import type { CommandContext } from "./command-context.ts";
import { describeLostOutput, OutputLost, outputLost } from "./output/lost-output.ts";

const unusableConfig = 78;

/** Says an expected failure in plain words and gives its exit code; anything else is passed on. */
export function explainError(error: unknown, { stderr, options }: Pick<CommandContext, "stderr" | "options">): number {
  if (error instanceof OutputLost) {
    stderr.write(describeLostOutput(error));
    return outputLost;
  }
  if (!(error instanceof ConfigError)) throw error;
  const { message, problems } = error;
  stderr.write(
    options.output === "json" ? `${JSON.stringify({ error: message, problems })}\n` : `gigahost-ddns: ${message}\n`,
  );
  return unusableConfig;
}
