import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { families } from "../../src/model/family.ts";
import { publicAddress } from "./addresses.ts";
import { canMakeHomes, type Home, startHome } from "./start-home.ts";

/** Several processes of the program each; long, since they may share this machine with others. */
const limitMs = 600_000;
/** A schedule that brings nothing within a test: what happens is what the network told. */
const settings = { GIGAHOST_DDNS_SCHEDULE: "0 0 1 1 *", GIGAHOST_DDNS_LOG_LEVEL: "debug" };
const next = "2a02:fe0:78::2";

async function startWatching(home: Home, environment: Readonly<Record<string, string>> = {}) {
  const daemon = home.start("run", { ...settings, ...environment });
  await daemon.until(/round done/, limitMs);
  await expect.poll(() => recordsOf(home, "AAAA")).toEqual([publicAddress.ipv6]);
  return daemon;
}

function recordsOf(home: Home, type: string): Promise<readonly string[]> {
  return home.tell({ do: "records", name: "home.example.no", type });
}

/** The provider gives the home another address. */
function moveIpv6(home: Home): void {
  home.outside("ip", "address", "add", "2a02:fe0:78::1/64", "dev", "home0", "nodad");
  home.inside("ip", "address", "add", `${next}/64`, "dev", "up0", "nodad");
  home.inside("ip", "address", "del", `${publicAddress.ipv6}/64`, "dev", "up0");
  home.inside("ip", "-6", "route", "replace", "default", "via", "2a02:fe0:78::1");
}

/** A directory for PATH with these programs alone. */
function folderWith(...programs: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "programs-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of programs) {
    const found = execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    symlinkSync(found, join(folder, name));
  }
  return folder;
}

/** The processes of a namespace, by what they run. */
function commandsOf(home: Home): string[] {
  const own = home.inside("readlink", "/proc/self/ns/net");
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const same = home.inside("readlink", `/proc/${pid}/ns/net`) === own;
      return same && !isZombie(pid) ? [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim()] : [];
    } catch {
      return [];
    }
  });
}

/** One that nobody has waited for yet. */
function isZombie(pid: string): boolean {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).startsWith("Z");
}

describe.runIf(canMakeHomes)("the daemon looks at once", () => {
  it(
    "when the kernel tells of another address, and `ip` ends with it",
    async () => {
      const home = await startHome({ families });
      const daemon = await startWatching(home);
      await expect.poll(() => commandsOf(home)).toContain("ip -o monitor address route");
      moveIpv6(home);
      await expect.poll(() => recordsOf(home, "AAAA")).toEqual([next]);
      // Which of the events woke it, and in which words, depends on how soon `ip` listens.
      await expect.poll(() => daemon.said()).toMatch(/up0.*looking at once/);
      daemon.child.kill("SIGTERM");
      expect((await daemon.ended).code).toBe(0);
      expect(commandsOf(home).filter((command) => command.includes("monitor"))).toEqual([]);
    },
    limitMs,
  );

  it(
    "when a router gives another prefix and never takes the old one back, and leaves the old one with the reason",
    async () => {
      const home = await startHome({ families });
      const daemon = await startWatching(home);
      home.outside("ip", "address", "add", "2a02:fe0:78::1/64", "dev", "home0", "nodad");
      home.inside("ip", "address", "add", `${next}/64`, "dev", "up0", "nodad");
      await expect.poll(() => recordsOf(home, "AAAA")).toEqual([next]);
      const { json } = await home.run("detect --output json");
      expect(JSON.stringify(json)).toContain("2a02:fe0:78::2");
      daemon.child.kill("SIGTERM");
      expect((await daemon.ended).said).toContain("is still there, but this machine no longer sends from its prefix");
    },
    limitMs,
  );

  it(
    "and `ip` ends with a daemon that is killed",
    async () => {
      const home = await startHome({ families });
      const daemon = await startWatching(home);
      await expect.poll(() => commandsOf(home)).toContain("ip -o monitor address route");
      // nsenter has become the program, so that this kills it.
      daemon.child.kill("SIGKILL");
      await expect.poll(() => commandsOf(home).filter((command) => command.includes("monitor"))).toEqual([]);
    },
    limitMs,
  );

  it(
    "by its own look at the interfaces where there is no `ip`",
    async () => {
      const home = await startHome({ families });
      const daemon = await startWatching(home, { PATH: folderWith("sh", "nsenter") });
      await daemon.until(/`ip monitor` does not run here/);
      moveIpv6(home);
      await expect.poll(() => recordsOf(home, "AAAA")).toEqual([next]);
      // Which of the events woke it, and in which words, depends on how soon `ip` listens.
      await expect.poll(() => daemon.said()).toMatch(/looking at once/);
    },
    limitMs,
  );

  it(
    "when the router announces that its address has changed, and passes over whoever else says so",
    async () => {
      const home = await startHome({ families });
      const daemon = await startWatching(home);
      home.outside("ip", "address", "add", "192.168.1.66/24", "dev", "home0");
      const told = /the router 192.168.1.1 announces 185.0.2.1 as its address \(NAT-PMP\).*looking at once/;
      // Again and again, as routers do, until somebody listens.
      await expect
        .poll(() => {
          announce(home, "192.168.1.66", "185.0.9.9");
          announce(home, "192.168.1.1", "185.0.2.1");
          return daemon.said();
        })
        .toMatch(told);
      expect(daemon.said()).not.toContain("192.168.1.66");
    },
    limitMs,
  );

  it(
    "when a FRITZ!Box tells that its address has changed, and leaves it without a subscription",
    async () => {
      const home = await startHome({ families });
      await home.tell({ do: "fritzbox", address: publicAddress.ipv4 });
      const daemon = await startWatching(home);
      await daemon.until(/listening for UPnP events from 192\.168\.1\.1/);
      expect(await home.tell({ do: "move", address: "185.0.2.2" })).toBe(1);
      await expect.poll(() => recordsOf(home, "A")).toEqual(["185.0.2.2"]);
      await daemon.until(/its address is now 185\.0\.2\.2 \(UPnP event\).*looking at once/);
      daemon.child.kill("SIGTERM");
      expect((await daemon.ended).code).toBe(0);
      expect(await home.tell({ do: "move", address: "185.0.2.3" })).toBe(0);
    },
    limitMs,
  );

  it(
    "at the signal SIGUSR1, also with `watch: false`, which watches nothing",
    async () => {
      const home = await startHome({ families });
      const daemon = await startWatching(home, { GIGAHOST_DDNS_WATCH: "false" });
      expect(commandsOf(home).filter((command) => command.includes("monitor"))).toEqual([]);
      moveIpv6(home);
      daemon.child.kill("SIGUSR1");
      await expect.poll(() => recordsOf(home, "AAAA")).toEqual([next]);
      expect(daemon.said()).toMatch(/the signal SIGUSR1.*looking at once/);
      expect(daemon.said()).not.toContain("Debugger");
    },
    limitMs,
  );
  it(
    "again when an address that was still being checked for uniqueness is ready, with nothing but its own clock to tell",
    async () => {
      const home = await startHome({ families });
      const daemon = await startWatching(home, { GIGAHOST_DDNS_WATCH: "false" });
      home.outside("ip", "address", "add", "2a02:fe0:78::1/64", "dev", "home0", "nodad");
      home.inside("ip", "address", "del", `${publicAddress.ipv6}/64`, "dev", "up0");
      home.inside("ip", "address", "add", `${next}/64`, "dev", "up0");
      home.inside("ip", "-6", "route", "replace", "default", "via", "2a02:fe0:78::1", "dev", "up0");
      daemon.child.kill("SIGUSR1");
      await expect.poll(() => recordsOf(home, "AAAA")).toEqual([next]);
    },
    limitMs,
  );
});

/** A NAT-PMP announcement to everybody, as RFC 6886, section 3.2.1 has it. */
function announce(home: Home, from: string, address: string): void {
  const message = JSON.stringify([0, 128, 0, 0, 0, 0, 0, 1, ...address.split(".").map(Number)]);
  const send = `const s = require("node:dgram").createSocket("udp4");
    s.bind(0, "${from}", () => {
      s.setMulticastInterface("${from}");
      s.send(Buffer.from(${message}), 5350, "224.0.0.1", () => s.close());
    });`;
  home.outside(process.execPath, "-e", send);
}
