// A gateway with 10,000 clients on one core: how many unchanged updates it answers in a second, on a connection each, and what
// it costs to publish when all of them have changed.
// Limits: 2,000 unchanged updates for each second of the daemon's CPU; 500 requests to Gigahost for 10,000 changed devices, and
// one more for each different address; 200 MB of memory at the peak.
//
//   npm run build && bench/isolated node bench/gateway.mjs [--clients 10000] [--zones 50] [--seconds 10]
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { printTable } from "./print-table.mjs";
import { cleanEnvironment, product, startSimulation, waitUntil, writeConfig } from "./simulation.mjs";

const { values } = parseArgs({
  options: {
    clients: { type: "string", default: "10000" },
    zones: { type: "string", default: "50" },
    seconds: { type: "string", default: "10" },
  },
});
const seconds = Number(values.seconds);
const zones = Array.from({ length: Number(values.zones) }, (_, index) => `zone-${index}.example`);
const devices = Array.from({ length: Number(values.clients) }, (_, index) => ({
  name: `device-${index}`,
  hostname: `device-${index}.${zones[index % zones.length]}`,
  password: createHash("sha256").update(`device ${index}`).digest("base64url").slice(0, 27),
}));
const limits = { perCpuSecond: 2_000, requests: 500, peakMB: 200 };
/** As many as come at once after a power cut in a town, not one after the other. */
const maxAtOnce = 500;

const simulation = await startSimulation({ zones });
let daemon = null;
try {
  const port = await startDaemon();
  const rows = [["all", "devices", "addresses", "requests", "limit", "CPU s", "seconds", "answers"]];
  const faults = [];
  for (const [title, addressOf] of [
    ["new, one address", () => "185.0.0.1"],
    ["changed, one address", () => "185.0.0.2"],
    ["changed, 100 addresses", (index) => `185.1.0.${index % 100}`],
    ["changed, each its own", (index) => `185.2.${index >> 8}.${index & 255}`],
  ]) {
    const { row, fault } = await publishAll(title, port, addressOf);
    rows.push(row);
    console.error(`${title}: done after ${row.at(-2)} s`);
    if (fault) faults.push(fault);
  }
  printTable(rows);
  faults.push(...(await repeat(port, (index) => `185.2.${index >> 8}.${index & 255}`)));
  const peakMB = (readPeakKiB(daemon.pid) * 1024) / 1e6;
  console.log(`memory at the peak: ${peakMB.toFixed(0)} MB (limit ${limits.peakMB})`);
  if (peakMB > limits.peakMB) faults.push("memory");
  console.log(faults.length === 0 ? "all limits are kept" : `NOT KEPT: ${faults.join(", ")}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  daemon?.kill();
  simulation.close();
}

/** The daemon on a core of its own, where there are several. Resolves with the gateway's port. */
async function startDaemon() {
  const home = join(simulation.dir, "gateway");
  mkdirSync(home, { recursive: true });
  const clientsFile = join(home, "clients.json");
  const entries = devices.map(({ name, hostname, password }) => {
    const salt = name.slice(-4);
    const hex = createHash("sha256").update(salt).update(password).digest("hex");
    return { name, password_hash: `sha256:${salt}:${hex}`, hostnames: [hostname] };
  });
  writeFileSync(clientsFile, JSON.stringify(entries), { mode: 0o600 });
  const config = await writeConfig(simulation, "gateway", {
    ...{ hostnames: [], addresses: {}, http: false, watch: false },
    ...{ ipv4: { enabled: false }, ipv6: { enabled: false } },
    gateway: { listen: "127.0.0.1:0", clients_file: clientsFile },
  });
  const [core] = availableParallelism() > 1 ? [["taskset", "-c", "0"]] : [[]];
  const [program, ...args] = [...core, process.execPath, product, "run", "--config", config];
  daemon = spawn(program, args, { env: cleanEnvironment, stdio: ["ignore", "pipe", "pipe"] });
  if (core.length > 0) spawnSync("taskset", ["-a", "-p", "-c", "1", String(process.pid)]);
  let said = "";
  const collect = (chunk) => {
    if (said.length < 1e6) said += chunk;
  };
  daemon.stdout.on("data", collect);
  daemon.stderr.on("data", collect);
  const find = () => /"port":(\d+)[^\n]*the gateway listens/.exec(said)?.[1];
  await waitUntil("the gateway", () => {
    if (daemon.exitCode !== null) throw new Error(`the daemon ended:\n${said}`);
    return find() !== undefined;
  });
  return Number(find());
}

async function publishAll(title, port, addressOf) {
  const [requestsBefore, cpuBeforeS, beganMs] = [await countAll(), readCpuS(daemon.pid), performance.now()];
  const words = await tellAll(port, addressOf);
  await waitUntil("all to be published", async () => (await countUnpublished(port, addressOf)) === 0, 300_000);
  const requests = (await countAll()) - requestsBefore;
  const addresses = new Set(devices.map((_, index) => addressOf(index))).size;
  const limit = Math.ceil((limits.requests * devices.length) / 10_000) + addresses;
  const tookS = (performance.now() - beganMs) / 1000;
  const answers = Object.entries(words).map(([word, count]) => `${count} ${word}`);
  const row = [title, devices.length, addresses, requests, limit, (readCpuS(daemon.pid) - cpuBeforeS).toFixed(1)];
  return { row: [...row, tookS.toFixed(1), answers.join(", ")], fault: requests > limit ? `requests, ${title}` : null };
}

/** Each device tells its address once; as many at once as a daemon may see. Resolves with how often each word came. */
async function tellAll(port, addressOf) {
  const words = {};
  let next = 0;
  const work = async () => {
    while (next < devices.length) {
      const index = next++;
      const word = await tell(port, devices[index], addressOf(index));
      words[word] = (words[word] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: maxAtOnce }, work));
  return words;
}

/** Those that still are answered with another word than nochg, by one in a hundred; by 97, so that each address is asked for. */
async function countUnpublished(port, addressOf) {
  let open = 0;
  for (let index = 0; index < devices.length; index += 97)
    if ((await tell(port, devices[index], addressOf(index))) !== "nochg") open++;
  return open;
}

/** Devices that repeat what is published: how many in a second, and in a second of CPU. */
async function repeat(port, addressOf) {
  const [cpuBeforeS, beganMs, requestsBefore] = [readCpuS(daemon.pid), performance.now(), await countAll()];
  let [answered, wrong, next] = [0, 0, 0];
  const work = async () => {
    while (performance.now() - beganMs < seconds * 1000) {
      const index = next++ % devices.length;
      if ((await tell(port, devices[index], addressOf(index))) !== "nochg") wrong++;
      answered++;
    }
  };
  await Promise.all(Array.from({ length: 64 }, work));
  const [cpuS, tookS] = [readCpuS(daemon.pid) - cpuBeforeS, (performance.now() - beganMs) / 1000];
  const sent = (await countAll()) - requestsBefore;
  const perCpuSecond = Math.round(answered / cpuS);
  console.log(
    `unchanged: ${Math.round(answered / tookS)} a second, ${perCpuSecond} for each second of CPU (limit ${limits.perCpuSecond}), ` +
      `${wrong} without nochg, ${sent} requests to Gigahost`,
  );
  return [
    ...(perCpuSecond < limits.perCpuSecond ? ["unchanged updates a second"] : []),
    ...(wrong + sent > 0 ? ["unchanged updates cost something"] : []),
  ];
}

/** As a device asks, on a connection of its own. Resolves with the first word of the answer. */
function tell(port, { name, hostname, password }, address) {
  const basic = Buffer.from(`${name}:${password}`).toString("base64");
  const request =
    `GET /nic/update?hostname=${hostname}&myip=${address} HTTP/1.0\r\nHost: 127.0.0.1\r\n` +
    `Authorization: Basic ${basic}\r\nConnection: close\r\n\r\n`;
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", () => resolve("no answer"));
    socket.on("close", () => resolve(/\r\n\r\n(\S+)/.exec(text)?.[1] ?? "no answer"));
  });
}

/** User and system time so far; the kernel counts it in hundredths of a second. */
function readCpuS(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function readPeakKiB(pid) {
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

async function countAll() {
  const counts = await simulation.countRequests();
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
