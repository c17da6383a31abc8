import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { endProcess } from "../../end-process.ts";
import { servedNames, services } from "../../network/addresses.ts";
import { makeCertificate } from "../../network/make-certificate.ts";
import type { Arrival } from "./internet.ts";

/**
 * A LAN host behind a router behind an Internet that consists of what is asked, in three network namespaces: `l0` of the host,
 * `n-lan` and `n-wan` of the router, `w0` of the Internet.
 */
export interface Lab {
  readonly folder: string;
  /** Where each service stands in the LAN host's eyes, and whom it trusts. */
  readonly environment: Readonly<Record<string, string>>;
  /** Does many things at once, as fast as `ip` can. */
  change(where: Where, ...commands: readonly string[]): void;
  run(where: Where, program: string, ...args: readonly string[]): string;
  /** Starts what ends with the lab. */
  start(where: Where, command: readonly string[], environment?: Readonly<Record<string, string>>): ChildProcess;
  /** When an update with this address of this hostname first reached the API; null: not within that time. */
  arrival(hostname: string, address: string, timeoutMs: number): Promise<number | null>;
  close(): Promise<void>;
}

export type Where = "wan" | "router" | "lan";

/** `internet`: the bundled file. */
export async function openLab(internet: string, name = ""): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), "reaction-"));
  const tag = `r${process.pid}${name}`;
  const names: Readonly<Record<Where, string>> = { wan: `${tag}w`, router: `${tag}n`, lan: `${tag}l` };
  const children: ChildProcess[] = [];
  const inside = (where: Where, ...command: readonly string[]) => ["netns", "exec", names[where], ...command];
  const run: Lab["run"] = (where, ...command) => execFileSync("ip", inside(where, ...command), { encoding: "utf8" });
  const start: Lab["start"] = (where, command, environment = {}) => {
    const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin`, HOME: folder, ...environment };
    const child = spawn("ip", inside(where, ...command), { env, stdio: ["pipe", "pipe", "pipe"] });
    children.push(child);
    return child;
  };
  const change: Lab["change"] = (where, ...commands) =>
    void execFileSync("ip", ["-n", names[where], "-batch", "-"], { input: commands.join("\n") });
  const close = async () => {
    await Promise.all(children.map((child) => endProcess(child)));
    for (const name of Object.values(names)) {
      // What our programs started in turn, as the one that makes time go faster does.
      const left = spawnSync("ip", ["netns", "pids", name], { encoding: "utf8" }).stdout ?? "";
      for (const pid of left.split("\n").filter(Boolean)) process.kill(Number(pid), "SIGKILL");
      spawnSync("ip", ["netns", "del", name]);
      rmSync(`/etc/netns/${name}`, { recursive: true, force: true });
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    connect(names, change, run);
    const certificate = makeCertificate(folder, servedNames);
    const arrivals = await startInternet(start("wan", [process.execPath, internet, "internet", certificate]));
    const environment = { NODE_EXTRA_CA_CERTS: certificate };
    return { folder, environment, change, run, start, arrival: arrivals.find, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function connect(names: Readonly<Record<Where, string>>, change: Lab["change"], run: Lab["run"]): void {
  for (const where of ["wan", "router", "lan"] as const) {
    execFileSync("ip", ["netns", "add", names[where]]);
    change(where, "link set lo up");
  }
  const hosts = Object.entries(services).flatMap(([name, addresses]) => addresses.map((each) => `${each} ${name}`));
  mkdirSync(`/etc/netns/${names.lan}`, { recursive: true });
  writeFileSync(`/etc/netns/${names.lan}/hosts`, ["127.0.0.1 localhost", ...hosts, ""].join("\n"));
  writeFileSync(`/etc/netns/${names.lan}/resolv.conf`, "nameserver 185.1.0.2\n");
  writeFileSync(`/etc/netns/${names.lan}/nsswitch.conf`, "hosts: files dns\n");
  change(
    "router",
    `link add n-wan type veth peer name w0 netns ${names.wan}`,
    `link add n-lan type veth peer name l0 netns ${names.lan}`,
  );
  run("router", "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
  change("wan", "address add 185.1.0.2/16 dev w0", "address add 2a02:fe0:1::2/64 dev w0 nodad", "link set w0 up");
  change("wan", "route add 2a02:fe0::/32 via 2a02:fe0:1::1");
  change("router", "address add 2a02:fe0:1::1/64 dev n-wan nodad", "link set n-wan up", "link set n-lan up");
  change("router", "route add default via 2a02:fe0:1::2");
}

async function startInternet(child: ChildProcess) {
  const seen = new Map<string, number>();
  const waiting = new Set<() => void>();
  if (child.stdout === null) throw new Error("the Internet has no pipes");
  const lines = createInterface(child.stdout);
  let said = "";
  child.stderr?.on("data", (text: Buffer) => {
    said += text.toString();
  });
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`the Internet ended: ${said}`)));
  ended.catch(() => undefined);
  await Promise.race([once(lines, "line"), ended]);
  lines.on("line", (line) => {
    const { atMs, hostname, addresses }: Arrival = JSON.parse(line);
    for (const address of addresses) {
      for (const name of hostname.split(",")) {
        const key = `${name} ${address}`;
        if (!seen.has(key)) seen.set(key, atMs);
      }
    }
    for (const look of [...waiting]) look();
  });
  return {
    find: (hostname: string, address: string, timeoutMs: number) =>
      new Promise<number | null>((resolve) => {
        const finish = (atMs: number | null) => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve(atMs);
        };
        const look = () => {
          const atMs = seen.get(`${hostname} ${address}`);
          if (atMs !== undefined) finish(atMs);
        };
        const timer = setTimeout(() => finish(null), timeoutMs);
        waiting.add(look);
        look();
      }),
  };
}
