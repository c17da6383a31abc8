// How long the status page, /metrics and /api/status take with 10,000 hostnames: 50 visits of each kind, one after the other,
// right after a round (the status is made anew) and between two rounds. Limit: 100 ms for the median, until the last byte.
//
//   npm run build && bench/isolated node bench/page.mjs [--hostnames 10000]
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { printTable } from "./print-table.mjs";
import { cleanEnvironment, product, startSimulation, waitUntil, writeConfig } from "./simulation.mjs";

const { values } = parseArgs({ options: { hostnames: { type: "string", default: "10000" } } });
const zones = Array.from({ length: 50 }, (_, index) => `zone-${index}.example`);
const hostnames = Array.from(
  { length: Number(values.hostnames) },
  (_, index) => `host-${index}.${zones[index % zones.length]}`,
);
const visits = 50;
const limitMs = 100;
let failed = 0;

const simulation = await startSimulation({ zones });
const addresses = { ipv4: "185.0.2.1", ipv6: "2a01:79c::1" };
const config = await writeConfig(simulation, "page", {
  hostnames,
  addresses,
  schedule: "0 0 0 1 1 *",
  log: { level: "warn" },
});
const port = Number(/^\s+listen: 127\.0\.0\.1:(\d+)$/m.exec(readFileSync(config, "utf8"))[1]);
const options = { env: cleanEnvironment, stdio: ["ignore", "ignore", "inherit"] };
const daemon = spawn(process.execPath, [product, "run", "--config", config], options);
try {
  await waitUntil("the first round", async () => (await visit("/readyz").catch(() => null))?.status === 200, 300_000);
  const rows = [
    await measure("whole, status made anew", "/", 1_500),
    await measure("whole, between rounds", "/", 0),
    await measure("filtered", "/?q=zone-7.", 0),
    await measure("last page", "/?page=9999", 0),
    await measure("/metrics, status made anew", "/metrics", 1_500),
    await measure("/metrics, between rounds", "/metrics", 0),
    await measure("/api/status, between rounds", "/api/status", 0),
  ];
  if (failed > 0) throw new Error(`${failed} visits were not answered with 200`);
  printTable([
    [`GET with ${hostnames.length} hostnames`, "KiB", "median ms", "slowest ms", `within ${limitMs} ms`],
    ...rows,
  ]);
  process.exitCode = rows.every((row) => row.at(-1) === "yes") ? 0 : 1;
} finally {
  daemon.kill();
  simulation.close();
}

/** `pauseMs` before each visit: what is kept of the status is old then. */
async function measure(title, path, pauseMs) {
  const took = [];
  let bytes = 0;
  for (let count = 0; count < (pauseMs > 0 ? visits / 5 : visits); count++) {
    await sleep(pauseMs);
    const beganMs = performance.now();
    const answer = await visit(path);
    took.push(performance.now() - beganMs);
    bytes = answer.bytes;
    if (answer.status !== 200) failed++;
  }
  took.sort((one, other) => one - other);
  const median = took[took.length >> 1];
  return [title, Math.round(bytes / 1024), median.toFixed(1), took.at(-1).toFixed(1), median <= limitMs ? "yes" : "no"];
}

function visit(path) {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path }, (response) => {
      let bytes = 0;
      response.on("data", (chunk) => {
        bytes += chunk.length;
      });
      response.on("end", () => resolve({ status: response.statusCode, bytes }));
    }).on("error", reject);
  });
}
