import type { Status } from "../../model/status.ts";
import { systemClock } from "../../platform/clock.ts";
import type { CommandContext } from "../command-context.ts";
import { askDaemon, type DaemonAnswer } from "./ask-daemon.ts";

/** Hears the status of the daemon until Ctrl-C; null: it does not answer now, and is asked again. */
export type OnStatus = (status: Status | null) => void;

const everyMs = 2_000;

/**
 * Asks the daemon again and again. Resolves with ok when the context's signal ends it, and with what is wrong when the
 * daemon can't be asked from the beginning; one that goes away later is waited for.
 */
export async function watchStatus(context: CommandContext, onStatus: OnStatus): Promise<DaemonAnswer<null>> {
  const { signal } = context;
  for (let heard = false; !signal.aborted; await systemClock.sleep(everyMs, signal)) {
    const answer = await askDaemon<Status>(context, { do: "status" });
    if (signal.aborted) break;
    if (!answer.ok && !heard) return answer;
    onStatus(answer.ok ? answer.value : null);
    heard = true;
  }
  return { ok: true, value: null };
}
