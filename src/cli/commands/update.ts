import type { RoundReport } from "../../model/report.ts";
import type { CommandContext } from "../command-context.ts";
import { askDaemon } from "../daemon-client/ask-daemon.ts";
import { concludeRound } from "../daemon-client/conclude-round.ts";

/** `update`: has the running daemon do a round now, and prints what it came to. 69 when none answers. */
export async function updateCommand(context: CommandContext, { force }: { readonly force: boolean }): Promise<number> {
  const answer = await askDaemon<RoundReport>(context, { do: "update", path: "/api/update", force, timeoutMs: null });
  if (!answer.ok) {
    context.stderr.write(`gigahost-ddns: ${answer.problem}\n`);
    return answer.exitCode;
  }
  return concludeRound(context, answer.value);
}
