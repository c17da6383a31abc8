import { messageOf } from "../platform/error-message.ts";
import type { Claim } from "../state/claim.ts";

export interface ClaimKeeper {
  /** Looks after the claim: restores what somebody removed, and claims what couldn't be claimed before. Never rejects. */
  tend(): Promise<void>;
  release(): Promise<void>;
}

export interface KeepClaimOptions {
  readonly claim: Claim;
  readonly claimAgain: () => Promise<Claim>;
  /** Called with why the directory isn't claimed, in plain words; null if it is. */
  readonly onProblem: (problem: string | null) => void;
}

/** Keeps a claim for as long as the daemon runs, one look at a time. */
export function keepClaim({ claim, claimAgain, onProblem }: KeepClaimOptions): ClaimKeeper {
  let current = claim;
  let last: Promise<void> = Promise.resolve();
  const look = async () => {
    if (current.kind !== "held") current = await claimAgain();
    if (current.kind === "held") return onProblem(await current.keep());
    onProblem(
      current.kind === "unavailable"
        ? current.reason
        : "another gigahost-ddns is running with the same state directory",
    );
  };
  if (current.kind === "unavailable") onProblem(current.reason);
  return {
    tend() {
      last = last.then(look).catch((error) => onProblem(messageOf(error)));
      return last;
    },
    async release() {
      await last;
      if (current.kind === "held") await current.release();
    },
  };
}
