import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Detection } from "../../src/model/detection.ts";
import { endProcess } from "../end-process.ts";

/**
 * A LAN host behind a router with real nft masquerading and miniupnpd, and coturn and PowerDNS on the other side; IPv6 is
 * routed. All in network namespaces of its own.
 */
const folder = mkdtempSync(join(tmpdir(), "detect-nat-"));
const tag = `d${process.pid}`;
const [wan, nat, lan] = [`${tag}w`, `${tag}n`, `${tag}l`];
const servers: ChildProcess[] = [];

const nftRules = `
table inet filter {
  chain forward {
    type filter hook forward priority 0; policy accept;
  }
  chain miniupnpd {
  }
  chain prerouting_miniupnpd {
    type nat hook prerouting priority -100; policy accept;
  }
  chain postrouting_miniupnpd {
    type nat hook postrouting priority 90; policy accept;
  }
  chain masquerading {
    type nat hook postrouting priority 100; policy accept;
    oifname "n-wan" meta nfproto ipv4 masquerade
  }
}
`;

function ip(...args: string[]): void {
  execFileSync("ip", args);
}

function inside(namespace: string, program: string, ...args: string[]): string {
  return execFileSync("ip", ["netns", "exec", namespace, program, ...args], { encoding: "utf8" });
}

function serve(namespace: string, program: string, ...args: string[]): void {
  servers.push(spawn("ip", ["netns", "exec", namespace, program, ...args], { stdio: "ignore" }));
}

function connectNamespaces(): void {
  for (const name of [wan, nat, lan]) {
    ip("netns", "add", name);
    ip("-n", name, "link", "set", "lo", "up");
  }
  ip("-n", nat, "link", "add", "n-wan", "type", "veth", "peer", "name", "w0", "netns", wan);
  ip("-n", nat, "link", "add", "n-lan", "type", "veth", "peer", "name", "l0", "netns", lan);
  addresses(wan, "w0", "185.1.0.2/24", "2a02:fe0:1::2/64");
  addresses(nat, "n-wan", "185.1.0.1/24", "2a02:fe0:1::1/64");
  addresses(nat, "n-lan", "192.168.77.1/24", "2a02:fe0:77::1/64");
  addresses(lan, "l0", "192.168.77.2/24", "2a02:fe0:77::2/64");
  ip("-n", lan, "route", "add", "default", "via", "192.168.77.1");
  ip("-n", lan, "-6", "route", "add", "default", "via", "2a02:fe0:77::1");
  ip("-n", wan, "-6", "route", "add", "2a02:fe0:77::/64", "via", "2a02:fe0:1::1");
  inside(nat, "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
  writeFileSync(join(folder, "nat.nft"), nftRules);
  inside(nat, "nft", "-f", join(folder, "nat.nft"));
}

function addresses(namespace: string, device: string, ipv4: string, ipv6: string): void {
  ip("-n", namespace, "address", "add", ipv4, "dev", device);
  ip("-n", namespace, "address", "add", ipv6, "dev", device, "nodad");
  ip("-n", namespace, "link", "set", device, "up");
}

function startServers(): void {
  serve(
    wan,
    "turnserver",
    "--stun-only",
    "-L",
    "185.1.0.2",
    "-L",
    "2a02:fe0:1::2",
    "-p",
    "3478",
    "--no-tls",
    "--no-dtls",
    "--no-cli",
    "-n",
    "--pidfile",
    join(folder, "turn.pid"),
    "--log-file",
    "stdout",
  );
  const miniupnpd = [
    "ext_ifname=n-wan",
    "listening_ip=n-lan",
    "port=5000",
    "enable_natpmp=yes",
    "enable_upnp=yes",
    "secure_mode=no",
    `uuid=00000000-0000-0000-0000-000000000000`,
    "allow 1024-65535 192.168.77.0/24 1024-65535",
  ];
  writeFileSync(join(folder, "miniupnpd.conf"), `${miniupnpd.join("\n")}\n`);
  serve(nat, "miniupnpd", "-d", "-f", join(folder, "miniupnpd.conf"), "-P", join(folder, "miniupnpd.pid"));
  writeFileSync(join(folder, "pdns.conf"), pdnsSettings.join("\n"));
  const database = join(folder, "pdns.db");
  const schema = readFileSync("/usr/share/doc/pdns-backend-sqlite3/schema.sqlite3.sql", "utf8");
  execFileSync("sqlite3", [database], { input: `${schema}\n${whoamiZone}` });
  serve(wan, "pdns_server", `--config-dir=${folder}`, "--daemon=no", "--guardian=no");
}

const pdnsSettings = [
  "launch=gsqlite3",
  `gsqlite3-database=${folder}/pdns.db`,
  "local-address=185.1.0.2,2a02:fe0:1::2",
  `socket-dir=${folder}`,
  "enable-lua-records=yes",
  "zone-cache-refresh-interval=0",
];

const whoamiZone = `
insert into domains (id, name, type) values (1, 'who.example', 'NATIVE');
insert into records (domain_id, name, type, ttl, content) values
  (1, 'who.example', 'SOA', 0, 'ns.who.example host.who.example 1 60 60 60 60'),
  (1, 'who.example', 'LUA', 0, 'A "who:toString()"'),
  (1, 'who.example', 'LUA', 0, 'AAAA "who:toString()"');
`;

async function look(
  how: "detect" | "askAll" | "refuse",
  interfaceName: string,
  ...sources: string[]
): Promise<readonly Detection[]> {
  return JSON.parse(inside(lan, process.execPath, join(folder, "runner.mjs"), how, interfaceName, ...sources));
}

const stun = ["stun://185.1.0.2", "stun://[2a02:fe0:1::2]"];
const dns = ["dns://185.1.0.2/who.example", "dns://[2a02:fe0:1::2]/who.example"];

beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL("detect-runner.ts", import.meta.url))],
    outfile: join(folder, "runner.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    define: { __VERSION__: '"0.0.0-test"', __HOMEPAGE__: '"https://example.invalid"' },
    banner: { js: 'import{createRequire as c}from"node:module";const require=c(import.meta.url);' },
    logLevel: "error",
  });
  connectNamespaces();
  startServers();
  for (let attempt = 0; attempt < 20; attempt++) {
    const answers = (await look("askAll", "-", ...stun, ...dns, "natpmp:", "upnp:")).flatMap(
      (detection) => detection.answers,
    );
    if (answers.every(({ kind, absent }) => kind === "address" || absent)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
});

afterAll(async () => {
  await Promise.all(servers.map((server) => endProcess(server)));
  for (const name of [wan, nat, lan]) ip("netns", "del", name);
  rmSync(folder, { recursive: true });
});

describe("a host behind a real router", () => {
  it("learns its IPv4 address from coturn and PowerDNS, and its own IPv6 address", async () => {
    const [ipv4, ipv6] = await look("detect", "-", ...stun, ...dns);
    expect(ipv4).toMatchObject({ verdict: "confirmed", address: "185.1.0.1", source: "stun://185.1.0.2" });
    expect(ipv6).toMatchObject({ verdict: "confirmed", address: "2a02:fe0:77::2", source: "stun://[2a02:fe0:1::2]" });
  });

  it("learns it from miniupnpd by NAT-PMP, PCP and UPnP, and leaves no mapping behind", async () => {
    const [ipv4, ipv6] = await look("askAll", "-", "natpmp:", "pcp:", "upnp:");
    expect(ipv4?.answers.map(({ reason, address }) => address ?? reason)).toEqual([
      "185.1.0.1",
      "185.1.0.1",
      "185.1.0.1",
    ]);
    expect(ipv6?.verdict).toBe("absent");
    expect(inside(nat, "nft", "list", "chain", "inet", "filter", "prerouting_miniupnpd")).not.toContain("dnat");
  });

  it("refuses its own private address and trusts its own public one", async () => {
    const [ipv4, ipv6] = await look("askAll", "-", "interface:");
    expect(ipv4?.answers[0]).toMatchObject({ kind: "refused", address: "192.168.77.2" });
    expect(ipv6).toMatchObject({ verdict: "confirmed", address: "2a02:fe0:77::2", source: "interface:" });
  });

  it("shows the address that stays, not the temporary one the system would send from", async () => {
    inside(lan, "sysctl", "-qw", "net.ipv6.conf.l0.use_tempaddr=2");
    ip("-n", lan, "address", "add", "2a02:fe0:77:0:1:2:3:4/64", "dev", "l0", "nodad", "mngtmpaddr");
    const [, ipv6] = await look("askAll", "-", "interface:", "stun://[2a02:fe0:1::2]");
    expect(new Set(ipv6?.answers.map(({ address }) => address)).size).toBe(1);
    ip("-n", lan, "address", "del", "2a02:fe0:77:0:1:2:3:4/64", "dev", "l0");
  });

  it("keeps to the uplink's interface, and fails closed where the way out is another one", async () => {
    expect((await look("detect", "l0", ...stun))[0]).toMatchObject({ verdict: "confirmed", address: "185.1.0.1" });
    ip("-n", lan, "link", "add", "other0", "type", "veth", "peer", "name", "other1");
    ip("-n", lan, "address", "add", "192.168.88.2/24", "dev", "other0");
    ip("-n", lan, "link", "set", "other0", "up");
    ip("-n", lan, "link", "set", "other1", "up");
    const [ipv4] = await look("detect", "other0", "stun://185.1.0.2");
    expect(ipv4?.reason).toContain("leaves through l0, not through other0");
    ip("-n", lan, "link", "del", "other0");
  });

  it("knows by each of them that the provider translates addresses, and publishes nothing then if told so", async () => {
    for (const own of ["100.64.0.9/24", "192.168.5.2/24", "192.0.0.2/29"]) {
      ip("-n", nat, "address", "flush", "dev", "n-wan", "scope", "global");
      addresses(nat, "n-wan", own, "2a02:fe0:1::1/64");
      // The rest of the Internet still sees somebody's public address: stand-ins say so.
      for (const router of ["natpmp:", "pcp:", "upnp:"]) {
        const [ipv4] = await look("refuse", "-", router, "static:185.1.0.1");
        expect([own, router, ipv4?.verdict, ipv4?.reason]).toEqual([
          own,
          router,
          "refused",
          expect.stringMatching(/translates addresses .*; (ask the provider|set that router)/),
        ]);
        const [shared] = await look("askAll", "-", router, "static:185.1.0.1");
        expect([own, router, shared?.verdict, shared?.translation]).toEqual([
          own,
          router,
          "confirmed",
          expect.stringContaining("translates addresses"),
        ]);
      }
    }
    ip("-n", nat, "address", "flush", "dev", "n-wan", "scope", "global");
    addresses(nat, "n-wan", "185.1.0.1/24", "2a02:fe0:1::1/64");
  });

  it("is absent, in good time, where the network is gone", async () => {
    ip("-n", lan, "link", "set", "l0", "down");
    const detections = await look("detect", "-", "auto");
    expect(detections.map(({ verdict }) => verdict)).toEqual(["absent", "absent"]);
    for (const { answers } of detections) for (const { durationMs } of answers) expect(durationMs).toBeLessThan(1_000);
  });
});
