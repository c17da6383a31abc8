import { systemClock } from "../platform/clock.ts";
import { HolderError } from "../state/ask-holder.ts";
import { type Claim, claimStateDir } from "../state/claim.ts";

/** What a process answers that does a single round and is not a daemon: it is over soon. */
export const busy = { busy: true };

const pauseMs = 200;
/** A round takes 2 minutes at most: what takes longer hangs. */
const maxTurnMs = 150_000;
const maxStatusMs = 5_000;

/** Claims a state directory; a single round of another process is waited for, a daemon is not, nor one that hangs. */
export async function claimInTurn(
  dir: string,
  answer: (request: unknown) => Promise<unknown>,
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait?: (what: string) => void },
): Promise<Claim> {
  let waits = false;
  const untilMs = systemClock.steadyMs() + maxTurnMs;
  for (;;) {
    const claim = await claimStateDir(dir, answer);
    if (claim.kind !== "taken" || claim.hung || signal.aborted) return claim;
    const holder = await claim.ask({ do: "status", brief: true }, signal, maxStatusMs).catch(whileItStarts);
    if (!isBusy(holder)) return claim;
    if (systemClock.steadyMs() > untilMs) return { ...claim, hung: true };
    if (!waits) onWait?.(`another gigahost-ddns is running a single round with ${dir}; waiting for it to finish`);
    waits = true;
    await systemClock.sleep(pauseMs, signal);
  }
}

/** One that has greeted and answers a plain question with nothing, or with nonsense, won't get better; all else (it starts, it ends) is over soon. */
function whileItStarts(error: unknown): unknown {
  return error instanceof HolderError && ["silent", "hung", "unreadable"].includes(error.kind) ? null : busy;
}

/** Whether a holder answered that it is not a daemon. */
function isBusy(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && "busy" in answer;
}
