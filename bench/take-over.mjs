// Three replicas with one Lease: how long until the next one publishes when the leader is told to stop, is killed, is paused
// for a minute or is cut off from the cluster's API, and whether two ever act at once.
//
//   npm run build && node bench/take-over.mjs [--runs 3]        (as root: each replica has a mount namespace)
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { median, printTable } from "./print-table.mjs";
import { cleanEnvironment, product, waitUntil } from "./simulation.mjs";

const { values } = parseArgs({ options: { runs: { type: "string", default: "3" } } });
const pauseMs = 60_000;
const events = {
  "told to stop (SIGTERM)": async (leader) => void leader.child.kill("SIGTERM"),
  "killed (SIGKILL)": async (leader) => void leader.child.kill("SIGKILL"),
  "paused for a minute": async (leader) => {
    leader.child.kill("SIGSTOP");
    await sleep(pauseMs);
    leader.child.kill("SIGCONT");
  },
  "cut off from the API": async (leader) => leader.cutOff(),
};

const dir = mkdtempSync(join(tmpdir(), "take-over-"));
const { serveLeases, intoPod, startSimulator, defaultApiKey } = await loadParts();
const rows = [["the leader is", "runs", "median", "worst", "requests of two at once"]];
try {
  for (const [name, act] of Object.entries(events)) {
    const found = [];
    for (let run = 0; run < Number(values.runs); run++) found.push(await takeOver(act));
    const waits = found.map(({ waitMs }) => waitMs);
    const doubles = found.reduce((sum, { doubles: each }) => sum + each, 0);
    rows.push([name, found.length, seconds(median(waits)), seconds(Math.max(...waits)), doubles]);
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
printTable(rows);
console.log(
  "\nfrom the event to the first request of another replica; the address changes four times a second meanwhile",
);

/** One set of replicas, one event. Whose address is sent tells who sent it. */
async function takeOver(act) {
  const simulator = await startSimulator({ zones: ["example.no"] });
  const { api, stop } = await serveLeases("ddns");
  const replicas = [];
  for (let at = 0; at < 3; at++) replicas.push(await startReplica(at, simulator, api));
  let turn = 0;
  const changing = setInterval(() => {
    turn = (turn + 1) % 250;
    for (const replica of replicas) writeFileSync(replica.addressFile, `185.1.${replica.at}.${turn + 1}\n`);
  }, 250);
  try {
    await waitUntil("the first request", () => sendersOf(simulator).length > 0);
    await sleep(1_000);
    const [leaderAt] = sendersOf(simulator);
    simulator.requests.splice(0);
    const begin = performance.now();
    const acting = act(replicas[leaderAt]);
    const isOther = ({ sender }) => sender !== leaderAt;
    await waitUntil(
      "another replica's request",
      () => sendersOf(simulator).some((sender) => isOther({ sender })),
      120_000,
    );
    const waitMs = performance.now() - begin;
    await acting;
    // Long enough for whoever believes that it still leads.
    await sleep(5_000);
    const senders = sendersOf(simulator);
    const [first] = senders.filter((sender) => sender !== leaderAt);
    const doubles = senders.slice(senders.indexOf(first)).filter((sender) => sender !== first).length;
    return { waitMs, doubles };
  } finally {
    clearInterval(changing);
    for (const replica of replicas) replica.end();
    stop();
    await simulator.close();
  }
}

function sendersOf(simulator) {
  const sent = simulator.requests.filter(({ path }) => path === "/dns/dyndns");
  return sent.map(({ query }) => Number(query.myip.split(".")[2]));
}

async function startReplica(at, simulator, api) {
  const home = mkdtempSync(join(dir, "replica-"));
  const addressFile = join(home, "address");
  writeFileSync(addressFile, `185.1.${at}.1\n`);
  const way = await leadTo(Number(api.environment.KUBERNETES_SERVICE_PORT));
  const settings = {
    account: { api_key: defaultApiKey, base_url: simulator.url },
    hostnames: ["home.example.no"],
    ipv4: { sources: [`file:${addressFile}`] },
    ipv6: false,
    schedule: "* * * * * *",
    watch: false,
    verify: false,
    max_updates_per_hour: 3600,
    state_dir: join(home, "state"),
    http: false,
    leadership: { lease: "ddns" },
  };
  writeFileSync(join(home, "config.yaml"), JSON.stringify(settings), { mode: 0o600 });
  const env = { ...cleanEnvironment, ...api.environment, KUBERNETES_SERVICE_PORT: String(way.port) };
  const [program, ...args] = intoPod(api.accountDir);
  const child = spawn(program, [...args, process.execPath, product, "run", "--config", join(home, "config.yaml")], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  mkdirSync(join(home, "log"));
  child.stderr.pipe(createWriteStream(join(home, "log", "stderr")));
  const end = () => {
    child.kill("SIGCONT");
    child.kill("SIGKILL");
    way.close();
  };
  return { at, child, addressFile, cutOff: way.close, end };
}

/** A replica's own way to the cluster's API, which can be closed. */
async function leadTo(port) {
  const sockets = new Set();
  const server = createServer((socket) => {
    const inner = connect(port, "127.0.0.1");
    for (const each of [socket, inner]) {
      sockets.add(each);
      each.on("error", () => each.destroy()).on("close", () => sockets.delete(each));
    }
    socket.pipe(inner).pipe(socket);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: server.address().port, close };
}

/** The cluster's API and the simulator as the tests have them, bundled. */
async function loadParts() {
  const outfile = join(dir, "parts.mjs");
  const contents = [
    'export { serveLeases } from "./test/cluster/lease/serve-leases.ts";',
    'export { intoPod } from "./test/e2e/pod.ts";',
    'export { startSimulator } from "./src/simulator/start-simulator.ts";',
    'export { defaultApiKey } from "./src/simulator/simulator-options.ts";',
  ].join("\n");
  const resolveDir = new URL("..", import.meta.url).pathname;
  const banner = { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' };
  const define = { __VERSION__: '"0.0.0-bench"', __HOMEPAGE__: '"https://example.invalid"' };
  const stdin = { contents, resolveDir, loader: "ts" };
  await build({ stdin, outfile, bundle: true, platform: "node", format: "esm", banner, define });
  return await import(pathToFileURL(outfile).href);
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
