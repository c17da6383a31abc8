import { systemClock } from "../platform/clock.ts";
import { type Claim, claimStateDir } from "../state/claim.ts";

/** What a process answers that does a single round and is no daemon: it is over soon. */
export const busy = { busy: true };

const pauseMs = 200;

/** Claims a state directory; a single round of another process is waited for, a daemon is not. */
export async function claimInTurn(
  dir: string,
  answer: (request: unknown) => Promise<unknown>,
  signal: AbortSignal,
): Promise<Claim> {
  for (;;) {
    const claim = await claimStateDir(dir, answer);
    if (claim.kind !== "taken" || signal.aborted) return claim;
    const holder = await claim.ask({ do: "status" }, signal).catch(() => busy);
    if (!isBusy(holder)) return claim;
    await systemClock.sleep(pauseMs, signal);
  }
}

function isBusy(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && "busy" in answer;
}
