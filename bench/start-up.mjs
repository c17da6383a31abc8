// Start-up time of the commands against a bare Node and an empty ES module, all taken in turn, medians.
// Limits: version 1.3×, once with nothing to do 2.5×, status 2.5×, zone list 2.5×.
//
//   npm run build && bench/isolated node bench/start-up.mjs [--runs 21]
import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { median, printTable, ratio } from "./print-table.mjs";
import { cleanEnvironment, product, startSimulation, waitUntil, writeConfig } from "./simulation.mjs";

const { values } = parseArgs({ options: { runs: { type: "string", default: "21" } } });
const addresses = { ipv4: "185.0.2.1", ipv6: "2a01:79c::1" };

const simulation = await startSimulation({ zones: ["example.no"] });
const hostnames = ["home.example.no"];
const daemonConfig = await writeConfig(simulation, "daemon", { hostnames, addresses });
const onceConfig = await writeConfig(simulation, "once", { hostnames: ["nas.example.no"], addresses, http: false });
const emptyModule = join(simulation.dir, "empty.mjs");
writeFileSync(emptyModule, "");

const cases = [
  ["node -e 0", ["-e", "0"]],
  ["empty ES module", [emptyModule]],
  ["version", [product, "version"]],
  ["once, nothing to do", [product, "once", "--config", onceConfig]],
  ["status", [product, "status", "--config", daemonConfig]],
  ["zone list", [product, "zone", "list", "--config", onceConfig]],
  ["config check", [product, "config", "check", "--config", onceConfig]],
];

const daemon = spawn(process.execPath, [product, "run", "--config", daemonConfig], {
  env: cleanEnvironment,
  stdio: "ignore",
});
try {
  runOnce(cases[3][1]);
  await waitUntil("the daemon to answer", () => runOnce(cases[4][1]).status === 0, 20_000).catch((error) => {
    console.error(error.message);
  });
  const times = cases.map(() => []);
  const codes = cases.map(() => 0);
  for (let run = 0; run < Number(values.runs); run++) {
    cases.forEach(([, parameters], index) => {
      const { status, ms } = runOnce(parameters);
      times[index].push(ms);
      codes[index] ||= status;
    });
  }
  const [bare, empty] = times.map(median);
  printTable([
    ["median of start to end", "ms", "to node -e 0", "to empty module", "exit code"],
    ...cases.map(([name], index) => {
      const ms = median(times[index]);
      return [name, ms.toFixed(1), ratio(ms, bare), ratio(ms, empty), codes[index]];
    }),
  ]);
} finally {
  daemon.kill();
  simulation.close();
}

function runOnce(parameters) {
  const beganMs = performance.now();
  const { status } = spawnSync(process.execPath, parameters, { env: cleanEnvironment, stdio: "ignore" });
  return { status: status ?? -1, ms: performance.now() - beganMs };
}
