// What must stay flat: memory that is in use, memory taken from the system, open files and sockets.
import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

/** Connections that nobody uses are closed after some seconds of real time; what is open for longer stays open. */
const idleConnectionsMs = 5_000;

export async function countFiles() {
  const endMs = performance.now() + idleConnectionsMs;
  let least = Number.POSITIVE_INFINITY;
  while (performance.now() < endMs) {
    await sleep(250);
    least = Math.min(least, readdirSync("/proc/self/fd").length);
  }
  return least;
}

export function measure() {
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, rss };
}

/** How long V8 goes on compiling and specialising what runs seldom; measured: some 12 days of rounds, 4 MiB. */
const warmUp = 0.4;

/** The last tenth against the first one after the warm-up, each by its median: 1 is flat. */
export function compareTenths(samples, key) {
  const length = Math.max(1, Math.floor(samples.length / 10));
  const start = Math.floor(samples.length * warmUp);
  const first = median(samples.slice(start, start + length).map((sample) => sample[key]));
  const last = median(samples.slice(-length).map((sample) => sample[key]));
  return { first, last, ratio: last / first };
}

function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
