// The days themselves: plays the script against the daemon and looks at what became of it.
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startAddressServices, wrongAddresses } from "./address-services.mjs";
import { startDaemonProcess } from "./daemon-process.mjs";
import { compareTenths, countFiles, measure } from "./measurements.mjs";
import { createRequestBudget, isDyndnsOnly } from "./request-budget.mjs";
import { createRandom, writeScript } from "./script.mjs";
import { SimulatedTime } from "./simulated-time.mjs";
import { makeStateDisk } from "./state-disk.mjs";

const hour = 3_600_000;
const day = 24 * hour;
const startMs = Date.UTC(2026, 0, 1);
const samples = 60;
const both = ["home.example.no", "www.example.no"];
const onlyIpv6 = "nas.example.no";
const suffix = "::a:b:c:d";

/** Resolves with `figures` (rows: what, measured, limit) and `failures` in words. The daemon's log goes to `logFile`. */
export async function runDays({ product, home, logFile, seed, days }) {
  const soak = await setUp({ product, home, logFile, seed });
  const events = writeScript(seed, days).filter((event) => soak.hasIpv6 || event.family !== "ipv6");
  soak.process = await startProcess(soak);
  for (const event of [...events, ...sampleTimes(days)].sort((one, other) => one.atMs - other.atMs)) {
    await soak.time.passUntil(startMs + event.atMs);
    if (event.kind === "sample") await sample(soak, event);
    else await play(event, soak);
  }
  await soak.time.passUntil(startMs + days * day);
  const verdict = await judge(soak, events);
  await soak.process.stop();
  await soak.simulator.close();
  soak.services.close();
  soak.disk.close();
  return verdict;
}

async function setUp({ product, home, logFile, seed }) {
  const time = new SimulatedTime(startMs);
  const truth = { ipv4: "185.1.0.1", ipv6: "2a01:79c:1:1::1" };
  const simulator = await product.startSimulator({
    zones: ["example.no"],
    clock: time.startProcessClock(),
    habits: { zoneWriteMs: 0 },
  });
  const services = await startAddressServices(truth, time);
  const disk = makeStateDisk(home);
  const hasIpv6 = services.sources.ipv6.length > 0;
  const configFile = join(home, "config.yaml");
  writeFileSync(configFile, JSON.stringify(configFor({ product, simulator, services, disk, hasIpv6 })), {
    mode: 0o600,
  });
  const budget = createRequestBudget(time);
  const soak = {
    product,
    configFile,
    time,
    truth,
    simulator,
    services,
    disk,
    hasIpv6,
    budget,
    random: createRandom(seed ^ 0x50a4),
    defects: [],
    log: (text) => appendFileSync(logFile, `${new Date(time.nowMs).toISOString()} ${text}`),
    samples: [],
    files: [],
    published: [],
    everTrue: new Set(Object.values(truth)),
    diskBroken: false,
    /** When the state was last known to lag behind on the disk. */
    unsafeUntilMs: 0,
    killAtNextRequest: false,
    restarted: Promise.resolve(),
    rounds: 0,
    process: null,
  };
  watchRequests(soak);
  return soak;
}

/** JSON is YAML. */
function configFor({ product, simulator, services, disk, hasIpv6 }) {
  const ipv6Only = { name: onlyIpv6, ipv4: false, ipv6: { suffix, prefix_length: 64 } };
  return {
    account: { api_key: product.defaultApiKey, base_url: simulator.url },
    hostnames: hasIpv6 ? [...both, ipv6Only] : both,
    ipv4: { sources: services.sources.ipv4 },
    ipv6: hasIpv6 ? { sources: services.sources.ipv6 } : { enabled: false },
    // Every 5 minutes rather than every 30 s, so that the rounds of a month are done in a minute.
    schedule: "*/5 * * * *",
    watch: false,
    verify: false,
    state_dir: disk.dir,
    http: { listen: "127.0.0.1:0" },
    log: { level: "info", format: "json" },
  };
}

/** Each request counts towards the budget as it comes in, and is where a power failure hurts most. */
function watchRequests(soak) {
  const { simulator, time, budget } = soak;
  const { push } = simulator.requests;
  simulator.requests.push = (...requests) => {
    time.activity += 1;
    for (const request of requests) budget.noteRequest(request);
    soak.unsafeUntilMs = Math.max(soak.unsafeUntilMs, time.nowMs + 2_000);
    if (soak.killAtNextRequest) void time.standStill(restart({ kind: "kill" }, soak));
    soak.killAtNextRequest = false;
    simulator.requests.length = 0;
    return push.apply(simulator.requests, requests);
  };
}

async function startProcess(soak) {
  const { product, configFile, time, random, log, defects } = soak;
  const onLog = (line) => {
    log(line);
    // A held account is an error of whoever keeps the key, and the soak has it refused now and then.
    const isDefect = /"level":"(error|fatal)"/.test(line) && !line.includes('"notice":"held"');
    if (defects.length < 10 && isDefect) defects.push(line.trim());
  };
  const started = await startDaemonProcess({ product, configFile, time, random, onLog });
  started.daemon.onRound(() => {
    soak.rounds += 1;
    checkNeverWrong(soak);
  });
  return started;
}

/** Whatever else goes wrong: no record ever holds an address that was never this machine's. */
function checkNeverWrong({ simulator, everTrue, published }) {
  for (const [hostname, type] of records()) {
    for (const value of simulator.store.zones.values(hostname, type)) {
      const address = hostname === onlyIpv6 ? value.replace(/:a:b:c:d$/, "::1") : value;
      if (!everTrue.has(address) || wrongAddresses.includes(address)) published.push(`${hostname} ${type} ${value}`);
    }
  }
}

function records() {
  return [
    ...both.flatMap((name) => [
      [name, "A"],
      [name, "AAAA"],
    ]),
    [onlyIpv6, "AAAA"],
  ];
}

async function play(event, soak) {
  const { time, truth, services, disk, budget, everTrue } = soak;
  soak.log(`==== ${JSON.stringify(event)}\n`);
  if (event.kind === "change") {
    truth[event.family] = event.address;
    everTrue.add(event.address);
    budget.noteChange(event.family);
  }
  if (event.kind === "sources") services.behave(event.who, event.behaviour);
  if (event.kind === "outage") playOutage(event, soak);
  if (event.kind === "clock") time.wallErrorMs = event.errorMs === "1970" ? -time.nowMs + 60_000 : event.errorMs;
  // It waits for the round under way, which may wait for time to pass.
  if (event.kind === "reload") void soak.process.reload();
  if (event.kind === "delete-state" && !soak.diskBroken) {
    disk.deleteState();
    noteUnsafe(soak);
  }
  if (event.kind === "disk") {
    soak.diskBroken = event.fault !== null;
    if (event.fault) disk.break(event.fault);
    else disk.mend();
    noteUnsafe(soak);
  }
  if (event.kind === "kill-at-request") soak.killAtNextRequest = true;
  if (event.kind === "restart" || event.kind === "kill") await restart(event, soak);
}

/** The next round writes what is missing. */
function noteUnsafe(soak) {
  soak.unsafeUntilMs = soak.time.nowMs + 6 * 60_000;
}

/** One after the other: a power failure may come in the middle of an orderly end. */
function restart(event, soak) {
  soak.restarted = soak.restarted.then(() => restartNow(event, soak));
  return soak.restarted;
}

async function restartNow({ kind }, soak) {
  if (soak.diskBroken || soak.time.nowMs < soak.unsafeUntilMs) soak.budget.noteLoss();
  if (kind === "kill") await soak.process.kill();
  else await soak.process.stop();
  soak.process = await startProcess(soak);
}

function playOutage({ fault, retryAfterS }, { simulator, budget }) {
  const { faults } = simulator;
  faults.clear();
  budget.noteOutage(fault === null ? null : { fault, retryAfterS });
  if (fault === null) return;
  const times = Number.POSITIVE_INFINITY;
  const route = "GET /dns/dyndns";
  if (isDyndnsOnly(fault)) return faults.inject({ kind: "word", word: fault }, { times, route });
  if (fault === "badauth") {
    faults.inject({ kind: "word", word: "badauth" }, { times, route });
    return faults.inject({ kind: "status", status: 401 }, { times });
  }
  const shapes = {
    429: [{ kind: "rate-limit", retryAfter: retryAfterS }],
    "429-bare": [{ kind: "rate-limit", retryAfter: null }],
    500: [{ kind: "html", status: 500 }],
    502: [{ kind: "html", status: 502 }],
    "lost-answer": [{ kind: "reset" }, { afterEffect: true }],
  };
  const [shape, options] = shapes[fault] ?? [{ kind: fault }];
  faults.inject(shape, { times, ...options });
}

function sampleTimes(days) {
  const length = days * day;
  const often = Array.from({ length: samples }, (_, index) => ((index + 0.5) / samples) * length);
  return [
    ...often.map((atMs) => ({ kind: "sample", what: "memory", atMs })),
    ...[0.12, 0.16, 0.93, 0.98].map((part) => ({ kind: "sample", what: "files", atMs: part * length })),
  ];
}

async function sample(soak, { what }) {
  if (what === "files") return soak.files.push(await countFiles());
  const taken = { ...measure(), stateBytes: soak.diskBroken ? 0 : soak.disk.largestFile() };
  soak.log(`==== ${JSON.stringify(taken)}\n`);
  return soak.samples.push(taken);
}

async function judge(soak, events) {
  const { budget, samples: taken, simulator, truth, hasIpv6, published, defects } = soak;
  const failures = [];
  const hold = (what, measured, limit, ok) => {
    if (!ok) failures.push(`${what}: ${measured}, must be ${limit}`);
    return [what, measured, limit];
  };
  const flat = (what, key, unit) => {
    const { first, last, ratio } = compareTenths(taken, key);
    return hold(
      what,
      `${(first / unit).toFixed(2)} → ${(last / unit).toFixed(2)} (${ratio.toFixed(3)}×)`,
      "0.95–1.05×",
      ratio > 0.95 && ratio < 1.05,
    );
  };
  const spent = (what, { seen, allowed }) =>
    hold(what, `${seen} of ${allowed} (${(seen / allowed).toFixed(2)}×)`, "≤ 1.10×", seen <= 1.1 * allowed);
  const wanted = records()
    .filter(([name, type]) => hasIpv6 || (type === "A" && name !== onlyIpv6))
    .map(([name, type]) => {
      const address = type === "A" ? truth.ipv4 : truth.ipv6;
      return [name, type, name === onlyIpv6 ? address.replace(/::1$/, ":a:b:c:d") : address];
    });
  const wrong = wanted.filter(([name, type, address]) => String(simulator.store.zones.values(name, type)) !== address);
  const status = await soak.process.status();
  const stateBytes = Math.max(...taken.map((each) => each.stateBytes));
  const countOf = (kind) => events.filter((event) => event.kind === kind).length;
  const figures = [
    [
      "changes, restarts, kills",
      `${countOf("change")}, ${countOf("restart")}, ${countOf("kill") + countOf("kill-at-request")}`,
      "",
    ],
    ["rounds", soak.rounds, ""],
    hold("records that are not true at the end", wrong.join(" ") || 0, 0, wrong.length === 0),
    hold("records that were ever wrong", published[0] ?? 0, 0, published.length === 0),
    hold("health at the end", `${status.health} ${status.problems.join(" ")}`.trim(), "ok", status.health === "ok"),
    hold("defects in the log", defects[0] ?? 0, 0, defects.length === 0),
    spent("requests while the server was fine", budget.calm),
    ...Object.entries(budget.troubled.byFault).map(([fault, { seen, allowed }]) => [
      `  during ${fault}`,
      `${seen} of ${allowed}`,
      "",
    ]),
    spent("requests while it was not", budget.troubled),
    flat("memory in use, MiB", "heap", 2 ** 20),
    flat("memory of the process, MiB", "rss", 2 ** 20),
    hold("open files", soak.files.join(" → "), "the same", isSame(soak.files)),
    hold("largest state file, KiB", (stateBytes / 1024).toFixed(1), "< 1024", stateBytes < 2 ** 20),
  ];
  return { figures, failures };
}

/** The least of the first tenth after the warm-up, and of the last. */
function isSame([one, two, three, four]) {
  return Math.abs(Math.min(three, four) / Math.min(one, two) - 1) < 0.05;
}
