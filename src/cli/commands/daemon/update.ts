import type { RoundReport } from "../../../model/report.ts";
import type { CommandContext } from "../../command-context.ts";
import { askDaemon } from "../../daemon-client/ask-daemon.ts";
import { concludeRound } from "../../daemon-client/conclude-round.ts";

export interface UpdateOptions {
  readonly force: boolean;
  /** False: accepted is enough. */
  readonly wait?: boolean;
}

/** `update`: has the running daemon do a round now, and prints its result. 69 if none answers. */
export async function updateCommand(context: CommandContext, { force, wait = true }: UpdateOptions): Promise<number> {
  const answer = await askDaemon<RoundReport>(context, { do: "update", force, ...(wait ? {} : { wait }) });
  if (answer.ok) return wait ? concludeRound(context, answer.value) : 0;
  context.stderr.write(`gigahost-ddns: ${answer.reason}\n`);
  return answer.exitCode;
}
