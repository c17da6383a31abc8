// CPU time of whole commands against a bare Node that starts and ends, and against an empty ES module: all in turn, so that a
// busy machine is as unfair to one as to the other; each ratio is the median of those within one turn. ddclient and inadyn
// are there where they are installed.
//
//   npm run build && bench/isolated node bench/start-up.mjs [--runs 41] [--node FILE] [--only status,once]
import { spawn, spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { median, printTable, ratio } from "./print-table.mjs";
import { prepareRivals } from "./rivals.mjs";
import { cleanEnvironment, product, startSimulation, waitUntil, writeConfig } from "./simulation.mjs";
import { timeCommand } from "./time-command.mjs";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "41" },
    node: { type: "string", default: process.execPath },
    only: { type: "string" },
  },
});
const addresses = { ipv4: "185.0.2.1", ipv6: "2a01:79c::1" };

const simulation = await startSimulation({ zones: ["example.no"] });
const daemonConfig = await writeConfig(simulation, "daemon", { hostnames: ["home.example.no"], addresses });
const once = { hostnames: ["nas.example.no"], addresses, http: false };
const onceConfig = await writeConfig(simulation, "once", once);
const emptyModule = join(simulation.dir, "empty.mjs");
writeFileSync(emptyModule, "");

const onceNow = [product, "once", "--config", onceConfig];
const withCache = installWithCache();
const askStatus = [product, "status", "--config", daemonConfig];
/** What is run, and how many times a bare Node it may take. */
const ofNode = [
  ["empty ES module", [emptyModule], null],
  ["version", [product, "version"], 1.02],
  ["healthcheck", [product, "healthcheck", "--config", daemonConfig], 1.35],
  ["status", askStatus, 1.6],
  ["once, nothing to do", onceNow, 3],
  ["zone list", [product, "zone", "list", "--config", onceConfig], 3],
  ["config check", [product, "config", "check", "--config", onceConfig], null],
  ...(withCache
    ? [
        ["once, with V8's code kept", [withCache, "once", "--config", onceConfig], 2.4],
        ["zone list, with V8's code kept", [withCache, "zone", "list", "--config", onceConfig], null],
      ]
    : []),
].map(([name, parameters, limit]) => [name, [values.node, ...parameters], limit]);
const ofRivals = prepareRivals(simulation, addresses.ipv4).map(([name, command]) => [name, command, null]);
const cases = [...ofNode, ...ofRivals].filter(
  ([name]) => values.only === undefined || values.only.split(",").some((word) => name.startsWith(word)),
);

const daemon = spawn(values.node, [product, "run", "--config", daemonConfig], {
  env: cleanEnvironment,
  stdio: "ignore",
});
try {
  run([values.node, ...onceNow]);
  await waitUntil("the daemon to answer", () => run([values.node, ...askStatus]).status === 0, 20_000);
  printTable([["median CPU", "ms", "to node -e 0", "at most", "exit code"], ...measure()]);
} finally {
  daemon.kill();
  simulation.close();
}

/** The program as the image and the Debian package have it, which is read so from root alone; null for others. */
function installWithCache() {
  if (process.getuid?.() !== 0) return null;
  const dir = join(simulation.dir, "installed");
  cpSync(dirname(product), dir, { recursive: true });
  const { status } = spawnSync(values.node, [join(dir, "make-code-cache.cjs")], { env: cleanEnvironment });
  return status === 0 ? join(dir, basename(product)) : null;
}

function measure() {
  const bareMs = [];
  const found = cases.map(() => ({ cpuMs: [], ratios: [], status: 0 }));
  for (let turn = 0; turn < Number(values.runs); turn++) {
    const bare = run([values.node, "-e", "0"]).cpuMs;
    bareMs.push(bare);
    cases.forEach(([, command], at) => {
      const { cpuMs, status } = run(command);
      found[at].cpuMs.push(cpuMs);
      found[at].ratios.push(cpuMs / bare);
      found[at].status ||= status;
    });
  }
  const rows = cases.map(([name, , limit], at) => {
    const { cpuMs, ratios, status } = found[at];
    return [name, median(cpuMs).toFixed(1), ratio(median(ratios), 1), limit === null ? "" : ratio(limit, 1), status];
  });
  return [["node -e 0", median(bareMs).toFixed(1), "", "", 0], ...rows];
}

function run([command, ...parameters]) {
  return timeCommand(command, parameters);
}
