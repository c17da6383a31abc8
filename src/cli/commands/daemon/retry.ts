import type { RoundReport } from "../../../model/report.ts";
import type { CommandContext } from "../../command-context.ts";
import { askDaemon } from "../../daemon-client/ask-daemon.ts";
import { concludeRound } from "../../daemon-client/conclude-round.ts";

/**
 * `retry [HOSTNAME]`: lifts holds (all, where the hostname is null) and does a round, in the daemon if one runs, otherwise by
 * `retryByItself`, which prints its own report.
 */
export async function retryCommand(
  context: CommandContext,
  { hostname }: { readonly hostname: string | null },
  retryByItself: () => Promise<number>,
): Promise<number> {
  const answer = await askDaemon<RoundReport>(context, { do: "retry", hostname });
  if (answer.ok) return concludeRound(context, answer.value);
  if (answer.none && !context.signal.aborted) return retryByItself();
  context.stderr.write(`gigahost-ddns: ${answer.reason}\n`);
  return answer.exitCode;
}
