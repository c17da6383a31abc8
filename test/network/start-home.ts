import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Family } from "../../src/model/family.ts";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { atEnd } from "../e2e/at-end.ts";
import { type Ended, runBuilt, type Started, startBuilt } from "../e2e/built-program.ts";
import { endProcess } from "../end-process.ts";
import { servedNames } from "./addresses.ts";
import { makeCertificate } from "./make-certificate.ts";
import type { Order, Replies } from "./outside.ts";

/**
 * A home with a way out to an Internet of its own, both in network namespaces that end with the test: the services that
 * `auto` asks, the resolver, the name servers and the API stand under their real names and addresses, TLS included.
 */
export interface Home {
  /** Runs the built program in the home, with nothing configured but a key, a hostname and a state directory. */
  run(args: string, environment?: Readonly<Record<string, string>>): Promise<Ended>;
  start(args: string, environment?: Readonly<Record<string, string>>): Started;
  /** Runs another program in the home; gives what it prints. */
  inside(program: string, ...args: readonly string[]): string;
  /** Runs one on the other side of the way out. */
  outside(program: string, ...args: readonly string[]): string;
  /** Asks the other side for something, or to behave otherwise. */
  tell<Kind extends Order["do"]>(order: Extract<Order, { do: Kind }>): Promise<Replies[Kind]>;
  readonly stateDir: string;
  /** A process in the network outside, to whose end of a link `ip` can be pointed. */
  readonly outsidePid: string;
}

export interface HomeOptions {
  /** Which families are routed. */
  readonly families: readonly Family[];
}

/** As root directly; others become root of a user namespace, where the system allows that. */
const own = ["--net", "--mount"];
const ownUser = ["--map-root-user", ...own];
const trial = (flags: readonly string[]) =>
  spawnSync("unshare", [...flags, "--", "ip", "link", "set", "lo", "up"]).status === 0;
const flags = [own, ownUser].find(trial) ?? null;

/** Whether this machine allows namespaces with a network of their own. */
export const canMakeHomes = flags !== null;

const outsideFile = fileURLToPath(new URL("outside.ts", import.meta.url));
let bundled: Promise<unknown> | null = null;
const folder = mkdtempSync(join(tmpdir(), "home-network-"));
const program = join(folder, "outside.mjs");
atEnd(() => rmSync(folder, { recursive: true, force: true }));

export async function startHome({ families }: HomeOptions): Promise<Home> {
  bundled ??= bundleOutside();
  await bundled;
  const certificate = makeCertificate(folder, servedNames);
  const holder = spawn("unshare", [...(flags ?? own), "--", "sh", "-c", "echo ready; exec cat"]);
  endLater(holder);
  await once(holder.stdout, "data");
  const enter = enterArguments(holder);
  const outside = spawn("nsenter", [...enter, "unshare", "--net", "--", process.execPath, program, certificate]);
  endLater(outside);
  const tell = openOrders(outside);
  await tell({ do: "begin" });
  const inside = (command: string, ...args: readonly string[]) => run("nsenter", [...enter, command, ...args]);
  const over = (command: string, ...args: readonly string[]) =>
    run("nsenter", [...enterArguments(outside), command, ...args]);
  connect(inside, over, outside.pid ?? 0, families);
  furnish(inside, families);
  await tell({ do: "serve" });
  const stateDir = mkdtempSync(join(folder, "state-"));
  const known = {
    GIGAHOST_API_KEY: defaultApiKey,
    GIGAHOST_DDNS_HOSTNAMES: "home.example.no",
    GIGAHOST_DDNS_STATE_DIR: stateDir,
    NODE_EXTRA_CA_CERTS: certificate,
  };
  const through = ["nsenter", ...enter];
  return {
    run: (args, environment) => runBuilt(args.split(" "), { environment: { ...known, ...environment }, through }),
    start: (args, environment) => startBuilt(args.split(" "), { environment: { ...known, ...environment }, through }),
    inside,
    outside: over,
    outsidePid: String(outside.pid ?? 0),
    // The replies come in the order of what was asked.
    tell: tell as Home["tell"],
    stateDir,
  };
}

function bundleOutside(): Promise<unknown> {
  return build({
    entryPoints: [outsideFile],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: { js: 'import{createRequire as c}from"node:module";const require=c(import.meta.url);' },
    logLevel: "error",
  });
}

function endLater(child: ChildProcess): void {
  atEnd(() => endProcess(child));
}

function enterArguments({ pid }: ChildProcess): string[] {
  const user = flags === ownUser ? ["--user", "--preserve-credentials"] : [];
  return ["--target", String(pid), ...user, "--net", "--mount", "--"];
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function openOrders(child: ReturnType<typeof spawn>) {
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error("the other side has no pipes");
  // Its end is told below.
  stdin.on("error", () => {});
  let said = "";
  stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const waiting: { resolve(reply: unknown): void; reject(error: Error): void }[] = [];
  createInterface(stdout).on("line", (line) => waiting.shift()?.resolve(JSON.parse(line)));
  let ended = false;
  child.once("exit", () => {
    ended = true;
    for (const one of waiting.splice(0)) one.reject(new Error(`the other side ended: ${said}`));
  });
  return (order: Order): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended) reject(new Error(`the other side ended: ${said}`));
      waiting.push({ resolve, reject });
      stdin.write(`${JSON.stringify(order)}\n`);
    });
}

type Inside = Home["inside"];

/** The home's side is `up0`: a private IPv4 address behind the router's, and a public IPv6 one. */
function connect(inside: Inside, outside: Inside, outsidePid: number, families: readonly Family[]): void {
  inside("ip", "link", "set", "lo", "up");
  inside("ip", "link", "add", "up0", "type", "veth", "peer", "name", "home0", "netns", String(outsidePid));
  for (const family of families) {
    const [here, there] =
      family === "ipv4" ? ["192.168.1.2/24", "192.168.1.1/24"] : ["2a02:fe0:77::2/64", "2a02:fe0:77::1/64"];
    inside("ip", "address", "add", here, "dev", "up0", ...(family === "ipv6" ? ["nodad"] : []));
    outside("ip", "address", "add", there, "dev", "home0", ...(family === "ipv6" ? ["nodad"] : []));
  }
  outside("ip", "link", "set", "home0", "up");
  inside("ip", "link", "set", "up0", "up");
  if (families.includes("ipv4")) inside("ip", "route", "add", "default", "via", "192.168.1.1");
  if (families.includes("ipv6")) inside("ip", "-6", "route", "add", "default", "via", "2a02:fe0:77::1");
}

/** Names are looked up at the router, by nothing but DNS. */
function furnish(inside: Inside, families: readonly Family[]): void {
  const place = mkdtempSync(join(folder, "etc-"));
  const resolver = families.includes("ipv4") ? "192.168.1.1" : "2a02:fe0:77::1";
  writeFileSync(join(place, "resolv.conf"), `nameserver ${resolver}\n`);
  writeFileSync(join(place, "hosts"), "127.0.0.1 localhost\n::1 localhost\n");
  writeFileSync(join(place, "nsswitch.conf"), "hosts: files dns\n");
  for (const name of ["resolv.conf", "hosts", "nsswitch.conf"]) {
    inside("sh", "-c", `[ ! -e /etc/${name} ] || mount --bind '${join(place, name)}' /etc/${name}`);
  }
}
