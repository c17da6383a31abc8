import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "./lab.ts";

/** One way in which an address changes, and what the network tells of it. */
export interface Scenario {
  readonly title: string;
  /** Settings beside the default ones. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the daemon says at the debug level that it looked for; null where nobody tells it. */
  readonly because: RegExp | null;
  /** How another client is told to find the address: its own interface's, or what a web page sees. */
  readonly others: "interface" | "web" | "ipv6";
  readonly programs: readonly string[];
  /** Brings it to its first address, and gives that. */
  setUp(lab: Lab, internet: string): Promise<string>;
  /** Changes the address for the n-th time; gives the new one, and the moment from which it can be used. */
  change(lab: Lab, n: number): Promise<{ readonly address: string; readonly atMs: number }>;
}

export const scenarios: readonly Scenario[] = [
  {
    title: "own interface",
    settings: { GIGAHOST_DDNS_IPV6_SOURCES: "none" },
    because: /185\.2\.0\.\d+ on l0 is (gone|usable)/,
    others: "interface",
    programs: [],
    async setUp(lab) {
      lab.change("wan", "route replace 185.2.0.0/16 via 185.1.1.1");
      lab.change(
        "router",
        "address add 185.1.1.1/16 dev n-wan",
        "route add default via 185.1.0.2",
        "address add 185.2.255.1/16 dev n-lan",
      );
      lab.change("lan", "address add 185.2.0.100/16 dev l0", "link set l0 up", "route add default via 185.2.255.1");
      return "185.2.0.100";
    },
    async change(lab, n) {
      const atMs = Date.now();
      const [before, address] = [`185.2.0.${99 + n}`, `185.2.0.${100 + n}`];
      const commands = [`address del ${before}/16 dev l0`, `address add ${address}/16 dev l0`];
      lab.change("lan", ...commands, "route add default via 185.2.255.1");
      return { address, atMs };
    },
  },
  {
    title: "IPv6 prefix, by radvd, with temporary addresses",
    settings: {},
    because: /2a02:fe0:\d+:\S+ on l0 is usable/,
    others: "ipv6",
    programs: ["radvd"],
    async setUp(lab) {
      await setUpNat(lab);
      // As many addresses as there are changes: the old ones stay valid for hours.
      const settings = ["use_tempaddr=2", "accept_ra=2", "max_addresses=0"];
      lab.run("lan", "sysctl", "-qw", ...settings.map((setting) => `net.ipv6.conf.l0.${setting}`));
      return announcePrefix(lab, 100);
    },
    change: async (lab, n) => {
      const address = await announcePrefix(lab, 100 + n);
      return { address, atMs: Date.now() };
    },
  },
  miniupnpd("UPnP", /its address is now 185\.1\.1\.\d+ \(UPnP event\)/, [
    "add rule ip lab input udp dport 5351 drop",
    "add rule ip lab output udp dport 5350 drop",
  ]),
  miniupnpd("NAT-PMP", /announces 185\.1\.1\.\d+ as its address \(NAT-PMP\)/, [
    "add rule ip lab input udp dport 1900 drop",
    "add rule ip lab output udp dport 1900 drop",
    "add rule ip lab input tcp dport 5000 drop",
    "add rule ip lab input udp dport 5351 @th,64,8 2 drop",
    "add rule ip lab output udp dport 5350 @th,64,8 2 drop",
  ]),
  {
    ...miniupnpd("PCP", /announces that it lost its mappings \(PCP\)/, [
      "add rule ip lab input udp dport 1900 drop",
      "add rule ip lab output udp dport 1900 drop",
      "add rule ip lab input tcp dport 5000 drop",
      "add rule ip lab input udp dport 5351 @th,64,8 0 drop",
      "add rule ip lab output udp dport 5350 @th,64,8 0 drop",
    ]),
    settings: { GIGAHOST_DDNS_IPV6_SOURCES: "none", GIGAHOST_DDNS_IPV4_SOURCES: "pcp:,auto" },
  },
  {
    title: "FRITZ!Box",
    settings: { GIGAHOST_DDNS_IPV6_SOURCES: "none" },
    because: /its address is now 185\.1\.1\.\d+ \(UPnP event\)/,
    others: "web",
    programs: ["nft"],
    async setUp(lab, internet) {
      await setUpNat(lab);
      const child = lab.start("router", [process.execPath, internet, "fritzbox", "185.1.1.100"]);
      if (child.stdout !== null) await once(child.stdout, "data");
      tellFritzbox = (address) => void child.stdin?.write(`${address}\n`);
      return "185.1.1.100";
    },
    async change(lab, n) {
      const changed = moveRouter(lab, n);
      tellFritzbox(changed.address);
      return changed;
    },
  },
  {
    title: "silent NAT, STUN only",
    settings: {
      GIGAHOST_DDNS_IPV6_SOURCES: "none",
      GIGAHOST_DDNS_IPV4_SOURCES: "stun://185.1.0.2:3478,stun://185.1.0.3:3478",
    },
    because: null,
    others: "web",
    programs: ["nft", "turnserver"],
    async setUp(lab) {
      await setUpNat(lab);
      lab.change("wan", "address add 185.1.0.3/16 dev w0");
      const listen = ["-L", "185.1.0.2", "-L", "185.1.0.3", "-p", "3478"];
      const files = ["--pidfile", join(lab.folder, "turn.pid"), "--log-file", "stdout"];
      lab
        .start("wan", ["turnserver", "--stun-only", ...listen, "--no-tls", "--no-dtls", "--no-cli", "-n", ...files])
        .stdout?.resume();
      return "185.1.1.100";
    },
    change: async (lab, n) => moveRouter(lab, n),
  },
];

let tellFritzbox: (address: string) => void = () => {};

function miniupnpd(protocol: string, because: RegExp, rules: readonly string[]): Scenario {
  return {
    title: `miniupnpd, ${protocol} alone`,
    settings: { GIGAHOST_DDNS_IPV6_SOURCES: "none" },
    because,
    others: "web",
    programs: ["nft", "miniupnpd"],
    async setUp(lab) {
      await setUpNat(lab);
      const chains = ["input", "output"].map(
        (hook) => `add chain ip lab ${hook} { type filter hook ${hook} priority 0; }`,
      );
      loadRules(lab, ["add table ip lab", ...chains, ...rules, ...miniupnpdChains]);
      writeFileSync(join(lab.folder, "miniupnpd.conf"), miniupnpdSettings.join("\n"));
      const files = ["-f", join(lab.folder, "miniupnpd.conf"), "-P", join(lab.folder, "miniupnpd.pid")];
      const child = lab.start("router", ["miniupnpd", "-d", ...files]);
      child.stdout?.resume();
      child.stderr?.resume();
      return "185.1.1.100";
    },
    change: async (lab, n) => moveRouter(lab, n),
  };
}

const miniupnpdSettings = [
  ...["ext_ifname=n-wan", "listening_ip=n-lan", "port=5000", "enable_natpmp=yes", "enable_upnp=yes", "secure_mode=no"],
  ...["uuid=00000000-0000-0000-0000-000000000000", "allow 1024-65535 192.168.77.0/24 1024-65535", ""],
];

const miniupnpdChains = [
  "add table inet filter",
  "add chain inet filter miniupnpd",
  "add chain inet filter prerouting_miniupnpd { type nat hook prerouting priority -100; }",
  "add chain inet filter postrouting_miniupnpd { type nat hook postrouting priority 90; }",
];

function loadRules(lab: Lab, rules: readonly string[]): void {
  writeFileSync(join(lab.folder, "rules.nft"), `${rules.join("\n")}\n`);
  lab.run("router", "nft", "-f", join(lab.folder, "rules.nft"));
}

/** The router has 185.1.1.100 and translates. */
async function setUpNat(lab: Lab): Promise<void> {
  loadRules(lab, [
    "add table ip nat",
    "add chain ip nat post { type nat hook postrouting priority 100; }",
    "add rule ip nat post oifname n-wan masquerade",
  ]);
  lab.change(
    "router",
    "address add 185.1.1.100/16 dev n-wan",
    "route add default via 185.1.0.2",
    "address add 192.168.77.1/24 dev n-lan",
  );
  lab.change("lan", "address add 192.168.77.2/24 dev l0", "link set l0 up", "route add default via 192.168.77.1");
}

/** The provider gives the router another address. */
function moveRouter(lab: Lab, n: number): { readonly address: string; readonly atMs: number } {
  const atMs = Date.now();
  const [before, address] = [`185.1.1.${99 + n}`, `185.1.1.${100 + n}`];
  const commands = [`address del ${before}/16 dev n-wan`, `address add ${address}/16 dev n-wan`];
  lab.change("router", ...commands, "route add default via 185.1.0.2");
  return { address, atMs };
}

/** Announces a prefix and that the one before is over; gives the host's address in it as soon as that can be used. */
async function announcePrefix(lab: Lab, number: number): Promise<string> {
  const [before, prefix] = [number - 1, number].map((each) => `2a02:fe0:${each}::/64`);
  const file = join(lab.folder, "radvd.conf");
  const over = `prefix ${before} { AdvPreferredLifetime 0; AdvValidLifetime 7200; };`;
  const usable = `prefix ${prefix} { AdvPreferredLifetime 3600; AdvValidLifetime 7200; };`;
  writeFileSync(
    file,
    `interface n-lan { AdvSendAdvert on; MinRtrAdvInterval 3; MaxRtrAdvInterval 4; ${over} ${usable} };\n`,
  );
  lab.change("router", `route add ${prefix} dev n-lan`);
  const monitor = lab.start("lan", ["ip", "-o", "monitor", "address"]);
  const pidFile = join(lab.folder, "radvd.pid");
  const pattern = new RegExp(
    `inet6 (2a02:fe0:${number}:\\S+)/64 scope global (?!temporary|tentative)(?!\\S+ tentative)`,
  );
  const address = await new Promise<string>((resolve) => {
    let said = "";
    monitor.stdout?.on("data", (text: Buffer) => {
      said += text.toString();
      const line = said.split("\n").find((each) => !/temporary|tentative|Deleted/.test(each) && pattern.test(each));
      const found = line === undefined ? null : pattern.exec(line)?.[1];
      if (typeof found === "string") resolve(found);
    });
    if (number === 100)
      lab
        .start("router", ["radvd", "--nodaemon", "--config", file, "--pidfile", pidFile, "--logmethod", "stderr"])
        .stderr?.resume();
    else lab.run("router", "sh", "-c", `kill -HUP $(cat ${pidFile})`);
  });
  monitor.kill();
  return address;
}
