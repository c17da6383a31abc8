import type { Config } from "../../../config/config.ts";
import type { Status } from "../../../model/status.ts";
import { systemClock } from "../../../platform/clock.ts";
import { openHeart } from "./open-heart.ts";

const maxMs = 10_000;

/** The heartbeats of a single round: what is not confirmed at its end is a failure. */
export async function beatOnce(
  config: Config,
  { health, problems }: Pick<Status, "health" | "problems">,
  durationMs: number,
  onWarning: (text: string) => void,
): Promise<void> {
  const settled = health === "starting" ? "failing" : health;
  const heart = openHeart(config, {
    clock: systemClock,
    status: () => ({ health: settled, problems }),
    durationMs: () => durationMs,
    onProblem: (host, problem) => problem !== null && onWarning(`${host} does not receive the heartbeat: ${problem}`),
  });
  heart.beat();
  await heart.settle(maxMs);
  heart.close();
}
