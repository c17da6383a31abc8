import type { RoundReport } from "../../model/report.ts";
import type { Clock } from "../../platform/clock.ts";

type DoRound = () => Promise<RoundReport>;

/** Who comes alone is served at once; who comes within this of another waits for more. */
const aloneAfterMs = 1_000;
/** Nobody came for so long: all are there. The more there are, the more may come. */
const quietMs = (devices: number) => Math.min(1_000, 100 + 2 * devices);
/** Devices wait 8 s for their answer. */
const maxGatherMs = 6_000;
const lookEveryMs = 50;

/** Lets devices that push at about the same time share a round, and so their requests; one that comes alone has one at once. */
export function gatherPushes(clock: Clock, doRound: DoRound): DoRound {
  let lastMs = Number.NEGATIVE_INFINITY;
  let count = 0;
  let gathering: Promise<RoundReport> | null = null;
  const gather = async () => {
    const startedMs = clock.steadyMs();
    while (clock.steadyMs() - lastMs < quietMs(count) && clock.steadyMs() - startedMs < maxGatherMs)
      await clock.sleep(lookEveryMs);
    gathering = null;
    count = 0;
    return doRound();
  };
  return () => {
    const isAlone = clock.steadyMs() - lastMs >= aloneAfterMs;
    lastMs = clock.steadyMs();
    if (gathering === null && isAlone) return doRound();
    count++;
    gathering ??= gather();
    return gathering;
  };
}
