import type { Status } from "../../model/status.ts";
import { systemClock } from "../../platform/clock.ts";
import type { CommandContext } from "../command-context.ts";
import { type DaemonAnswer, openDaemon } from "./ask-daemon.ts";
import { findDaemon } from "./find-daemon.ts";

/** Hears every status of the daemon until Ctrl-C; null: the connection was lost, and is being made again. */
export type OnStatus = (status: Status | null) => void;

/** The daemon says something every 15 s at least. */
const silenceMs = 40_000;
const reconnectMs = 2_000;

/**
 * Follows the daemon's events. Resolves with ok when the context's signal ends it, and with what is wrong when the daemon
 * can't be followed from the beginning; one that goes away later is waited for.
 */
export async function watchStatus(context: CommandContext, onStatus: OnStatus): Promise<DaemonAnswer<null>> {
  const { signal } = context;
  const { http, stateDir } = await findDaemon(context);
  if (http === null) {
    const problem =
      "this configuration has no HTTP listener (http: false), so there is nothing to watch; run status without --watch";
    return { ok: false, none: false, exitCode: 69, problem };
  }
  const question = { do: "events", path: "/api/events", timeoutMs: silenceMs } as const;
  for (let heard = false; !signal.aborted; await systemClock.sleep(reconnectMs, signal)) {
    const opened = await openDaemon({ http, stateDir }, question, signal);
    if (signal.aborted) break;
    if (!opened.ok && !(heard && opened.none)) return opened;
    if (opened.ok) await readEvents(opened.value.body, onStatus).catch(() => {});
    heard = true;
    if (!signal.aborted) onStatus(null);
  }
  return { ok: true, value: null };
}

/** Reads `status` events from a stream of text until it ends. */
async function readEvents(stream: AsyncIterable<string>, onStatus: OnStatus): Promise<void> {
  let rest = "";
  for await (const chunk of stream) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, json] = /^event: status\ndata: (.*)$/m.exec(block) ?? [];
      if (json !== undefined) onStatus(JSON.parse(json));
    }
  }
}
