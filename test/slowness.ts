import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What starting Node and ending it again takes on a machine at rest. */
const usualMs = 40;

/**
 * A limit for this machine as it is now: what users are promised on one at rest, times as much longer as it takes here to
 * start Node three times. Measured after what it limits, under the same load.
 */
export async function limitHere(promisedMs: number): Promise<number> {
  const startedMs = performance.now();
  for (let time = 0; time < 3; time++) await promisify(execFile)(process.execPath, ["-e", "0"]);
  return promisedMs * Math.max(1, (performance.now() - startedMs) / 3 / usualMs);
}
