// Idle memory of `run`, 30 s after its first publish, against a bare Node that does nothing. Aim: 1.25×, at most 1.45×. And
// what a page, metrics and two channels add that nobody asks for anything: at most 1.03× of a daemon without.
//
//   npm run build && bench/isolated node bench/memory.mjs [--seconds 30] [--runs 3]
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { median, printTable, ratio } from "./print-table.mjs";
import { cleanEnvironment, product, startSimulation, waitUntil, writeConfig } from "./simulation.mjs";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "30" }, runs: { type: "string", default: "3" } },
});
const addresses = { ipv4: "185.0.2.1", ipv6: "2a01:79c::1" };
/** Both channels are told of holds only, and there are none. */
const furnished = {
  http: { listen: "127.0.0.1:0", public: ["healthz", "metrics"] },
  notify: [
    { url: "ntfy://127.0.0.1:9/topic", on: ["held"] },
    { url: "webhook+http://127.0.0.1:9/hook", on: ["held"] },
  ],
};
const settings = { run: {}, without: { http: false }, furnished };
const kinds = ["VmRSS", "RssAnon", "RssFile", "VmHWM"];

const simulation = await startSimulation({ zones: ["example.no"] });
const found = { bare: [], run: [], without: [], furnished: [] };
const children = [];
try {
  for (let index = 0; index < Number(values.runs); index++) {
    for (const [kind, more] of Object.entries(settings)) {
      const hostnames = [`${kind}-${index}.example.no`];
      const config = await writeConfig(simulation, `${kind}-${index}`, { hostnames, addresses, ...more });
      children.push({ kind, child: start([product, "run", "--config", config]) });
    }
    children.push({ kind: "bare", child: start(["-e", "setInterval(() => {}, 1e3)"]) });
  }
  await waitUntil("the first publish of every daemon", async () => {
    return ((await simulation.countRequests())["/dns/dyndns"] ?? 0) >= 3 * Number(values.runs);
  });
  await sleep(Number(values.seconds) * 1000);
  for (const { kind, child } of children) found[kind].push(readMemory(child.pid));
} finally {
  for (const { child } of children) child.kill();
  simulation.close();
}
printTable([
  ["MiB, median", "bare Node", "run", "ratio", "without", "furnished", "ratio"],
  ...kinds.map((kind) => {
    const [bare, run, without, full] = Object.values(found).map((list) => median(list.map((memory) => memory[kind])));
    const mib = (kib) => (kib / 1024).toFixed(1);
    return [kind, mib(bare), mib(run), ratio(run, bare), mib(without), mib(full), (full / without).toFixed(3)];
  }),
]);

function start(parameters) {
  return spawn(process.execPath, parameters, { env: cleanEnvironment, stdio: ["ignore", "ignore", "inherit"] });
}

/** By kind, KiB. */
function readMemory(pid) {
  const text = readFileSync(`/proc/${pid}/status`, "utf8");
  return Object.fromEntries(
    kinds.map((kind) => [kind, Number(new RegExp(`^${kind}:\\s+(\\d+)`, "m").exec(text)?.[1])]),
  );
}
