import type { HealthAnswer } from "../../../status/is-answer-to.ts";
import type { CommandContext } from "../../command-context.ts";
import { askDaemon, type DaemonAnswer } from "../../daemon-client/ask-daemon.ts";
import { describeHealth } from "../../output/describe-health.ts";
import { print } from "../../output/output.ts";

/** `healthcheck`: one line; 0 while starting, ok or degraded, 1 when failing or when no daemon answers, and nothing else. */
export async function healthcheckCommand(context: CommandContext): Promise<number> {
  context.spareOutput?.();
  const answer = await ask(context);
  if (!answer.ok) {
    context.stderr.write(`gigahost-ddns: ${answer.reason}\n`);
    return 1;
  }
  const { health, problems = [] } = answer.value;
  await print(context, { data: { health, problems }, table: describeHealth(answer.value) });
  return health === "failing" ? 1 : 0;
}

/** A mistake in the configuration is not health either: Docker knows 0 and 1 only. */
async function ask(context: CommandContext): Promise<DaemonAnswer<HealthAnswer>> {
  try {
    return await askDaemon<HealthAnswer>(context, { do: "status", brief: true });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ConfigError") throw error;
    return { ok: false, none: true, exitCode: 1, reason: error.message };
  }
}
