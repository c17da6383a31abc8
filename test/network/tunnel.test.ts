import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { publicAddress, vpn } from "./addresses.ts";
import { canMakeHomes, type Home, startHome } from "./start-home.ts";

const limitMs = 600_000;

/** A home whose VPN takes the default route, in one of the ways in which VPNs do. */
async function startWithVpn(name: string, routes: readonly string[]): Promise<Home> {
  const home = await startHome({ families: ["ipv4"] });
  home.inside("ip", "link", "add", name, "type", "veth", "peer", "name", "vpn0", "netns", home.outsidePid);
  home.inside("ip", "address", "add", `${vpn.home}/24`, "dev", name);
  home.outside("ip", "address", "add", `${vpn.server}/24`, "dev", "vpn0");
  home.outside("ip", "link", "set", "vpn0", "up");
  home.inside("ip", "link", "set", name, "up");
  // The kernel calls a new link up a moment later.
  for (const each of ["up0", name])
    await expect.poll(() => home.inside("ip", "-o", "link", "show", each), { timeout: 60_000 }).toContain("state UP");
  for (const route of routes) home.inside("sh", "-c", `ip ${route}`);
  return home;
}

async function detect(home: Home, sources: string, config?: string) {
  const environment = { GIGAHOST_DDNS_IPV4_SOURCES: sources, GIGAHOST_DDNS_IPV6_SOURCES: "none" };
  const { json, said } = await home.run(`detect --output json${config ? ` --config ${config}` : ""}`, environment);
  if (!json) throw new Error(`no report: ${said}`);
  return json.verdicts[0];
}

/** Does what the advice says, word by word. */
function obey(home: Home, advice: string): string[] {
  const commands = [...advice.matchAll(/`(ip [^`]+)`/g)].map(([, command = ""]) => command);
  const distinct = [...new Set(commands)];
  for (const command of distinct) home.inside("sh", "-c", command);
  return distinct;
}

const ways: [string, string, string[], RegExp][] = [
  [
    "as OpenVPN has it, by two halves of the Internet",
    "tun0",
    [`route add 0.0.0.0/1 via ${vpn.server}`, `route add 128.0.0.0/1 via ${vpn.server}`],
    /^ip route add default via 192\.168\.1\.1 dev up0 table 100\nip rule add from 192\.168\.1\.2 lookup 100$/,
  ],
  [
    "as WireGuard has it, by a table of its own",
    "wg0",
    [
      `route add default via ${vpn.server} table 51820`,
      "rule add not fwmark 51820 table 51820",
      "rule add table main suppress_prefixlength 0",
    ],
    /^ip rule add from 192\.168\.1\.2 lookup main$/,
  ],
  [
    "by a lower metric",
    "tailscale0",
    [
      "route del default",
      "route add default via 192.168.1.1 metric 600",
      `route add default via ${vpn.server} metric 50`,
    ],
    /^ip route add default via 192\.168\.1\.1 dev up0 table 100\nip rule add from 192\.168\.1\.2 lookup 100$/,
  ],
];

describe.runIf(canMakeHomes)("a home whose default route leads into a VPN", () => {
  it.each(ways)(
    "%s: auto leaves it out, says which rule is missing, and finds the home's address with it",
    async (_title, name, routes, commands) => {
      const home = await startWithVpn(name, routes);
      const before = await detect(home, "auto");
      expect(before).toMatchObject({ address: null });
      expect(JSON.stringify(before)).not.toContain(vpn.exit);
      expect(before.reason).toContain(`leaves through ${name}, not through up0: add \`ip `);
      expect(obey(home, before.reason).join("\n")).toMatch(commands);
      expect(await detect(home, "auto")).toMatchObject({ verdict: "confirmed", address: publicAddress.ipv4 });
    },
    limitMs,
  );

  it(
    "is told by the VPN's exit where the user names the tunnel, or sources that go wherever the route leads",
    async () => {
      const home = await startWithVpn("wg0", ways[1]?.[2] ?? []);
      const config = join(mkdtempSync(join(home.stateDir, "config-")), "config.yaml");
      writeFileSync(config, "uplinks: { default: { interface: wg0 } }\n", { mode: 0o600 });
      expect(await detect(home, "auto", config)).toMatchObject({ verdict: "confirmed", address: vpn.exit });
      const named = "stun://stun.l.google.com:19302,dns:opendns";
      expect(await detect(home, named)).toMatchObject({ verdict: "confirmed", address: vpn.exit });
    },
    limitMs,
  );

  it(
    "has no other way out: auto says so, and how to name the tunnel",
    async () => {
      const home = await startWithVpn("zt7nnig26", ["route del default", `route add default via ${vpn.server}`]);
      const seen = await detect(home, "auto");
      expect(seen).toMatchObject({ verdict: "unknown", address: null });
      expect(seen.reason).toContain("the default route goes through the tunnel zt7nnig26, which auto skips");
    },
    limitMs,
  );
});
