import type { Status } from "../../../model/status.ts";
import type { CommandContext } from "../../command-context.ts";
import { askDaemon, type DaemonAnswer } from "../../daemon-client/ask-daemon.ts";
import { print } from "../../output/output.ts";

/** As `GET /healthz` answers: the problems only to who may read the status. */
type Checked = Pick<Status, "health"> & Partial<Pick<Status, "problems">>;

/** `healthcheck`: one line; 0 while starting, ok or degraded, 1 when failing or when no daemon answers, and nothing else. */
export async function healthcheckCommand(context: CommandContext): Promise<number> {
  const answer = await ask(context);
  if (!answer.ok) {
    context.stderr.write(`gigahost-ddns: ${answer.reason}\n`);
    return 1;
  }
  const { health, problems = [] } = answer.value;
  await print(context, { data: { health, problems }, table: [health, ...problems.slice(0, 1)].join(": ") });
  return health === "failing" ? 1 : 0;
}

/** A mistake in the configuration is no health either: Docker knows 0 and 1 only. */
async function ask(context: CommandContext): Promise<DaemonAnswer<Checked>> {
  try {
    return await askDaemon<Checked>(context, { do: "status", brief: true });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ConfigError") throw error;
    return { ok: false, none: true, exitCode: 1, reason: error.message };
  }
}
