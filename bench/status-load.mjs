// How much readers of the status delay a round: 1,000 GET /api/status per second and 200 stuck connections against a daemon
// on one core. Prints the rate reached, and a round's duration without and with them.
//
//   node bench/status-load.mjs [--seconds 10]
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, createServer, get } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const self = fileURLToPath(import.meta.url);
const requestsPerSecond = 1_000;
const stuckConnections = 200;
const limitMs = 50;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

if (process.send) await serve();
else await measure();

/** The daemon's side: the real server over a status of 20 hostnames, and a round every 100 ms. */
async function serve() {
  const { bundle, dir, remotePort } = JSON.parse(process.argv[2]);
  const { startStatusServer } = await import(bundle);
  const listeners = new Set();
  const status = sampleStatus(20);
  const report = {
    startedAt: status.startedAt,
    durationMs: 1,
    addresses: [],
    outcomes: [],
    answers: [],
    requests: [],
  };
  const view = {
    status: () => ({ ...status, lastRoundAt: new Date().toISOString() }),
    update: async () => report,
    retry: async () => report,
    onRound(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const clock = { wallMs: Date.now, steadyMs: () => performance.now(), sleep };
  const config = { host: "127.0.0.1", port: 0, tokenFile: null, hosts: [], public: ["healthz"] };
  const server = await startStatusServer({
    ...{ config, view, clock, stateDir: dir, mask: (text) => text },
    ...{ onProblems: console.error, onDefect: console.error },
  });
  process.send({ port: server.address().port });
  // A round like a real one: it waits for three answers from elsewhere, one after the other.
  const durations = [];
  process.on("message", () =>
    process.send({ durations: durations.splice(0), cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }),
  );
  for (;;) {
    const beganMs = performance.now();
    for (let i = 0; i < 3; i++) await ask({ port: remotePort });
    durations.push(performance.now() - beganMs);
    for (const listener of listeners) listener(report);
    await sleep(100);
  }
}

function sampleStatus(count) {
  const time = "2026-01-01T00:00:00.000Z";
  const name = { family: "ipv4", wanted: "185.0.2.1", published: "185.0.2.1", publishedAt: time, state: "ok" };
  const hostnames = Array.from({ length: count }, (_, index) => ({
    ...{ hostname: `host${index}.example.no`, ...name, result: "good", reason: null, nextAttemptAt: null },
  }));
  const whole = { version: "1.0.0", startedAt: time, health: "ok", problems: [], engine: "auto" };
  return {
    ...whole,
    account: { state: "ok", reason: null },
    addresses: [],
    hostnames,
    lastRoundAt: time,
    nextRoundAt: time,
  };
}

function ask(options) {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", path: "/", ...options }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    }).on("error", reject);
  });
}

async function measure() {
  const { values } = parseArgs({ options: { seconds: { type: "string", default: "10" } } });
  const seconds = Number(values.seconds);
  const dir = mkdtempSync(join(tmpdir(), "status-load-"));
  const remote = createServer((_, response) => setTimeout(() => response.end("good"), 2)).listen(0, "127.0.0.1");
  await new Promise((resolve) => remote.once("listening", resolve));
  const bundle = join(dir, "server.mjs");
  const { build } = await import("esbuild");
  const entryPoints = [fileURLToPath(new URL("../src/status/server.ts", import.meta.url))];
  await build({ entryPoints, bundle: true, platform: "node", format: "esm", outfile: bundle, logLevel: "warning" });
  const child = fork(self, [JSON.stringify({ bundle, dir, remotePort: remote.address().port })]);
  try {
    const { port } = await nextMessage(child);
    await sleep(1_000);
    await takeFigures(child);
    await sleep(seconds * 1_000);
    const quiet = await takeFigures(child);
    const load = await putLoad(port, seconds);
    const loaded = await takeFigures(child);
    const stuck = openStuck(port);
    await sleep(500);
    await takeFigures(child);
    const loadWithStuck = await putLoad(port, seconds);
    const stuckToo = await takeFigures(child);
    const left = [...stuck];
    stuck.clear();
    for (const socket of left) socket.destroy();
    const cpu = (one, other) => (other.cpu.user + other.cpu.system - one.cpu.user - one.cpu.system) / seconds / 10_000;
    console.log(`quiet: a round takes ${describe(quiet)}`);
    console.log(
      `${load.rate} status/s (${load.failed} failed): ${describe(loaded)}; ${cpu(quiet, loaded).toFixed(0)} % of one core`,
    );
    console.log(
      `the same beside ${stuckConnections} stuck connections, ${loadWithStuck.rate} status/s (${loadWithStuck.failed} failed): ${describe(stuckToo)}`,
    );
    // One round in twenty may fall victim to whatever else this machine does.
    const delayMs = Math.max(slow(loaded.durations), slow(stuckToo.durations)) - median(quiet.durations);
    const good =
      delayMs <= limitMs && load.rate >= 0.98 * requestsPerSecond && load.failed + loadWithStuck.failed === 0;
    console.log(
      `19 of 20 rounds are delayed by at most ${delayMs.toFixed(1)} ms, limit ${limitMs} ms: ${good ? "kept" : "NOT KEPT"}`,
    );
    process.exitCode = good ? 0 : 1;
  } finally {
    child.kill();
    remote.closeAllConnections();
    remote.close();
    rmSync(dir, { recursive: true });
  }
}

async function putLoad(port, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const beganMs = performance.now();
  const asked = [];
  let failed = 0;
  while (performance.now() - beganMs < seconds * 1_000) {
    const due = Math.floor(((performance.now() - beganMs) / 1_000) * requestsPerSecond);
    while (asked.length < due) {
      asked.push(
        ask({ port, agent, path: "/api/status" }).then(
          (code) => code === 200 || failed++,
          () => failed++,
        ),
      );
    }
    await sleep(5);
  }
  await Promise.all(asked);
  agent.destroy();
  return { rate: Math.round(asked.length / ((performance.now() - beganMs) / 1_000)), failed };
}

/** Half of them never finish their headers, and come back when they are closed for it; half never read the events they asked for. */
function openStuck(port) {
  const sockets = new Set();
  const open = (text) => {
    const socket = connect(port, "127.0.0.1");
    sockets.add(socket);
    socket.on("error", () => {});
    socket.write(text);
    return socket;
  };
  const openHalf = () => {
    const socket = open("GET / HTTP/1.1\r\nHost: loc").resume();
    socket.on("close", () => sockets.delete(socket) && openHalf());
  };
  for (let index = 0; index < stuckConnections / 2; index++) {
    openHalf();
    open("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n").pause();
  }
  return sockets;
}

async function takeFigures(child) {
  child.send("figures");
  return nextMessage(child);
}

function nextMessage(child) {
  return new Promise((resolve) => child.once("message", resolve));
}

function median(numbers) {
  return quantile(numbers, 0.5);
}

function slow(numbers) {
  return quantile(numbers, 0.95);
}

function quantile(numbers, share) {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length * share)] ?? Number.NaN;
}

function describe({ durations, rss }) {
  return `${median(durations).toFixed(1)} ms, at worst ${Math.max(...durations).toFixed(1)} ms (${durations.length} rounds, ${Math.round(rss / 2 ** 20)} MiB)`;
}
