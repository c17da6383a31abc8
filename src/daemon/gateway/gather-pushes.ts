import type { Outcome, RoundReport } from "../../model/report.ts";
import type { Clock } from "../../platform/clock.ts";

/** Lets devices that push at about the same time share a round, and so their requests; one that comes alone has one at once. */
export interface PushGathering {
  /** Resolves with what came of the round that takes a device's push along. */
  round(): Promise<OutcomesByHostname>;
  /** Resolves when those who gather now have asked for their round; false: nobody gathers. */
  gathered(signal: AbortSignal): Promise<boolean>;
  /** A device waits for our disk, until the function that comes back is called: no wonder that no other comes meanwhile. */
  beginSave(): () => void;
}

export type OutcomesByHostname = ReadonlyMap<string, readonly Outcome[]>;

/** A device that comes alone is served at once; one that comes within this time of another waits for more. */
const aloneAfterMs = 1_000;
/** Nearly at once, and enough to see whether it is the first of thousands. */
const firstLookMs = 25;
/** How long without a newcomer before all are there. The more there are, the more may come. */
const quietMs = (devices: number) => Math.min(1_000, 100 + 2 * devices);
/** Devices wait 8 s for their answer; where there are more than wait, a whole town has new addresses. */
const maxGatherMs = (devices: number) => (devices > 100 ? 60_000 : 6_000);
const lookEveryMs = 50;

export function gatherPushes(clock: Clock, doRound: () => Promise<RoundReport>): PushGathering {
  let lastMs = Number.NEGATIVE_INFINITY;
  let count = 0;
  let saving = 0;
  let gathering: Promise<OutcomesByHostname> | null = null;
  /** How long nothing has happened. */
  let stillMs = 0;
  const gather = async (isFirst: boolean) => {
    let gatheredMs = 0;
    if (isFirst) await clock.sleep(firstLookMs);
    const isAlone = isFirst && count === 1;
    while (!isAlone && (saving > 0 || stillMs < quietMs(count)) && gatheredMs < maxGatherMs(count)) {
      await clock.sleep(lookEveryMs);
      // By looks, not by the clock: a machine that is too busy to look is too busy to hear who comes.
      stillMs += lookEveryMs;
      gatheredMs += lookEveryMs;
    }
    gathering = null;
    count = 0;
    // Sorted once, however many devices share it, and gone when each has its answer.
    return sortByHostname(await doRound());
  };
  return {
    round() {
      const isAlone = clock.steadyMs() - lastMs >= aloneAfterMs;
      lastMs = clock.steadyMs();
      count++;
      stillMs = 0;
      gathering ??= gather(isAlone);
      return gathering;
    },
    async gathered(signal) {
      const awaited = gathering;
      while (gathering !== null && gathering === awaited && !signal.aborted) await clock.sleep(lookEveryMs, signal);
      return awaited !== null;
    },
    beginSave() {
      saving++;
      return () => {
        saving--;
        stillMs = 0;
      };
    },
  };
}

function sortByHostname({ outcomes }: RoundReport): OutcomesByHostname {
  const sorted = new Map<string, readonly Outcome[]>();
  for (const outcome of outcomes) {
    // Not pushed, which makes room for sixteen more in each of thousands.
    sorted.set(outcome.hostname, (sorted.get(outcome.hostname) ?? []).concat(outcome));
  }
  return sorted;
}
