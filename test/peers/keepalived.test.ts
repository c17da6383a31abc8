import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { type Simulator, startSimulator } from "../../src/simulator/start-simulator.ts";
import { builtProgram } from "../e2e/built-program.ts";
import { endProcess } from "../end-process.ts";
import { hasPrograms } from "./run-program.ts";

/** Two machines with real keepalived on one LAN, each with a public address of its own. */
const deployDir = fileURLToPath(new URL("../../deploy/keepalived", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "keepalived-"));
const tag = `k${process.pid}`;
const machines = [
  { name: `${tag}a`, address: "185.0.2.1", priority: 100 },
  { name: `${tag}b`, address: "185.0.2.2", priority: 90 },
] as const;
type Machine = (typeof machines)[number];

const children = new Map<string, ChildProcess>();
let simulator: Simulator;

const canRun =
  process.getuid?.() === 0 &&
  hasPrograms("keepalived", "ip", "socat") &&
  (() => {
    try {
      execFileSync("unshare", ["--net", "true"]);
      return true;
    } catch {
      return false;
    }
  })();

const ip = (...args: readonly string[]) => execFileSync("ip", args);
const dirOf = ({ name }: Machine) => join(folder, name);

function connectMachines(): void {
  for (const { name } of machines) {
    ip("netns", "add", name);
    ip("-n", name, "link", "set", "lo", "up");
  }
  const [{ name: first }, { name: second }] = machines;
  ip("-n", first, "link", "add", "lan", "type", "veth", "peer", "name", "lan", "netns", second);
  for (const { name, address, priority } of machines) {
    ip("-n", name, "address", "add", `192.168.7.${priority}/24`, "dev", "lan");
    ip("-n", name, "address", "add", `${address}/32`, "dev", "lan");
    ip("-n", name, "link", "set", "lan", "up");
  }
}

/** The API, for both: a Unix socket leads out of their namespaces. */
async function serveApi(): Promise<void> {
  simulator = await startSimulator({ zones: ["example.no"] });
  const port = Number(new URL(simulator.url).port);
  const out = createServer((socket) => {
    const inner = connect(port, "127.0.0.1");
    socket.pipe(inner).pipe(socket);
    for (const each of [socket, inner]) each.on("error", () => [socket, inner].map((one) => one.destroy()));
  });
  await new Promise<void>((resolve) => void out.listen(join(folder, "api.sock"), resolve));
  for (const { name } of machines) {
    start(name, "socat", "TCP-LISTEN:8080,bind=127.0.0.1,fork,reuseaddr", `UNIX-CONNECT:${join(folder, "api.sock")}`);
  }
}

function start(namespace: string, program: string, ...args: readonly string[]): void {
  const PATH = `${join(folder, namespace)}:${process.env.PATH}:/usr/sbin:/sbin`;
  const child = spawn("ip", ["netns", "exec", namespace, program, ...args], {
    stdio: "ignore",
    env: { ...process.env, PATH },
  });
  children.set(`${namespace} ${program}`, child);
}

/** What a machine has: its configuration, the program, and a service manager of few words. */
function furnish(machine: Machine): void {
  const dir = dirOf(machine);
  mkdirSync(dir);
  const settings = {
    account: { api_key: defaultApiKey, base_url: new URL("/api/v0", "http://127.0.0.1:8080").href },
    hostnames: ["home.example.no"],
    ipv4: { sources: ["interface:lan"] },
    ipv6: false,
    state_dir: join(dir, "state"),
    http: false,
  };
  writeFileSync(join(dir, "config.yaml"), stringify(settings), { mode: 0o600 });
  const program = `"${process.execPath}" "${builtProgram}" "$@" --config "${dir}/config.yaml"`;
  writeScript(join(dir, "gigahost-ddns"), `exec ${program}`);
  writeScript(
    join(dir, "systemctl"),
    `echo "$1" >>"${dir}/asked"
     case $1 in
     start) [ -e "${dir}/pid" ] || { gigahost-ddns run >"${dir}/log" 2>&1 & echo $! >"${dir}/pid"; }
       for _ in $(seq 600); do gigahost-ddns status >/dev/null 2>&1 && exit 0; sleep 0.1; done; exit 1 ;;
     stop) [ -e "${dir}/pid" ] || exit 0
       kill "$(cat "${dir}/pid")"; while kill -0 "$(cat "${dir}/pid")" 2>/dev/null; do sleep 0.1; done; rm "${dir}/pid" ;;
     esac`,
  );
  const written = readFileSync(join(deployDir, "keepalived.conf"), "utf8");
  const config = written
    .replace("interface eth0", "interface lan")
    .replace("priority 100", `priority ${machine.priority}`)
    // A checkout need not lie where only root may write.
    .replace("enable_script_security", "")
    .replace("/etc/keepalived/gigahost-ddns-notify", join(deployDir, "gigahost-ddns-notify"));
  writeFileSync(join(dir, "keepalived.conf"), config);
}

function writeScript(file: string, script: string): void {
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

function startKeepalived(machine: Machine): void {
  const dir = dirOf(machine);
  const files = [
    "--use-file",
    join(dir, "keepalived.conf"),
    "--pid",
    join(dir, "k.pid"),
    "--vrrp_pid",
    join(dir, "v.pid"),
  ];
  start(machine.name, "keepalived", "--dont-fork", "--vrrp", ...files);
}

async function stopKeepalived(machine: Machine): Promise<void> {
  const child = children.get(`${machine.name} keepalived`);
  const ended = new Promise((resolve) => child?.once("close", resolve));
  child?.kill("SIGTERM");
  await ended;
}

const published = () => simulator.store.zones.values("home.example.no", "A");
const slow = { timeout: 120_000, interval: 100 };

describe.runIf(canRun)("a pair of machines with keepalived", () => {
  beforeAll(async () => {
    connectMachines();
    await serveApi();
    machines.forEach(furnish);
  });

  afterAll(async () => {
    await Promise.all(Array.from(children.values(), (child) => endProcess(child, "SIGTERM")));
    for (const machine of machines) {
      try {
        execFileSync(join(dirOf(machine), "systemctl"), ["stop"]);
      } catch {
        // It had none.
      }
      ip("netns", "delete", machine.name);
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it("has the name follow the one in charge, there and back, and the other one keep silent", async () => {
    const [first, second] = machines;
    machines.forEach(startKeepalived);
    await expect.poll(published, slow).toEqual([first.address]);

    await stopKeepalived(first);
    await expect.poll(published, slow).toEqual([second.address]);

    // It remembers that it has published its address already, which is long past.
    startKeepalived(first);
    await expect.poll(published, slow).toEqual([first.address]);
    await expect.poll(() => readFileSync(join(dirOf(second), "asked"), "utf8"), slow).toMatch(/stop\n$/);

    const sent = simulator.requests.filter(({ path }) => path === "/dns/dyndns").map(({ query }) => query.myip);
    const changes = sent.filter((address, at) => address !== sent[at - 1]);
    expect(changes).toEqual([first.address, second.address, first.address]);
  });
});
