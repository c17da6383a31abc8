// 10,000 hostnames in 50 zones: all changed, then nothing to do, by `once` and by rounds of `run`.
// Limits: 550 requests, 120 MiB at the peak; 0.1 s of CPU for a round with nothing to do.
//
//   npm run build && bench/isolated node bench/many-hostnames.mjs [--hostnames 10000] [--zones 50]
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { printTable } from "./print-table.mjs";
import { cleanEnvironment, product, startSimulation, waitUntil, writeConfig } from "./simulation.mjs";

const { values } = parseArgs({
  options: { hostnames: { type: "string", default: "10000" }, zones: { type: "string", default: "50" } },
});
const zones = Array.from({ length: Number(values.zones) }, (_, index) => `zone-${index}.example`);
const hostnames = Array.from(
  { length: Number(values.hostnames) },
  (_, index) => `host-${index}.${zones[index % zones.length]}`,
);
const reportUsage = fileURLToPath(new URL("report-usage.cjs", import.meta.url));
const roundsWatched = 10;

const simulation = await startSimulation({ zones });
try {
  const before = { ipv4: "185.0.2.1", ipv6: "2a01:79c::1" };
  const after = { ipv4: "185.0.2.2", ipv6: "2a01:79c::2" };
  const rows = [await doOnce("once, all new", before), await doOnce("once, all changed", after)];
  rows.push(await doOnce("once, nothing to do", after), await watchRounds("run, a round", after));
  rows.push(await watchRounds("run, a round after all changed", { ipv4: "185.0.2.3", ipv6: "2a01:79c::3" }));
  printTable([["", "requests", "CPU s", "peak MiB", "seconds", "exit code"], ...rows]);
} finally {
  simulation.close();
}

async function doOnce(title, addresses) {
  const config = await writeConfig(simulation, "many", { hostnames, addresses, http: false });
  const usageFile = join(simulation.dir, "usage.json");
  const requestsBefore = await countAll();
  const beganMs = performance.now();
  const { status } = spawnSync(process.execPath, ["--require", reportUsage, product, "once", "--config", config], {
    env: { ...cleanEnvironment, BENCH_USAGE: usageFile },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const seconds = (performance.now() - beganMs) / 1000;
  const { cpuS, peakMiB } = JSON.parse(readFileSync(usageFile, "utf8"));
  const requests = (await countAll()) - requestsBefore;
  return [title, requests, cpuS.toFixed(2), peakMiB.toFixed(0), seconds.toFixed(1), status];
}

/** CPU of one round of the daemon that finds nothing to do, the mean of ten, every 2 s, once it has published what changed. */
async function watchRounds(title, addresses) {
  const schedule = "*/2 * * * * *";
  const config = await writeConfig(simulation, "many", {
    ...{ hostnames, addresses, schedule, http: false, log: { level: "warn" } },
  });
  const options = { env: cleanEnvironment, stdio: ["ignore", "ignore", "inherit"] };
  const daemon = spawn(process.execPath, [product, "run", "--config", config], options);
  try {
    await waitUntil("the daemon's start", () => daemon.exitCode !== null || readCpuS(daemon.pid) > 0.3, 20_000);
    await settle();
    const [cpuS, requests] = [readCpuS(daemon.pid), await countAll()];
    await sleep(roundsWatched * 2_000);
    const perRoundS = (readCpuS(daemon.pid) - cpuS) / roundsWatched;
    const peakMiB = Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${daemon.pid}/status`, "utf8"))?.[1]) / 1024;
    return [title, (await countAll()) - requests, perRoundS.toFixed(3), peakMiB.toFixed(0), "2.0", ""];
  } finally {
    daemon.kill();
  }
}

/** Waits until nothing has been sent for 5 s. */
async function settle() {
  for (let before = -1, now = await countAll(); before !== now; now = await countAll()) {
    before = now;
    await sleep(5_000);
  }
}

/** User and system time so far; the kernel counts it in hundredths of a second. */
function readCpuS(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function countAll() {
  const counts = await simulation.countRequests();
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
