import { describe, expect, it } from "vitest";
import { families } from "../../src/model/family.ts";
import { publicAddress } from "./addresses.ts";
import { canMakeHomes, type Home, startHome } from "./start-home.ts";

/** Several processes of the program each; long, since they may share this machine with others. */
const limitMs = 600_000;

// biome-ignore lint/suspicious/noExplicitAny: a report as it is printed
type Line = any;

/** What `detect` comes to, by family. */
async function detect(home: Home, environment: Readonly<Record<string, string>> = {}): Promise<Record<string, Line>> {
  const { json, said } = await home.run("detect --output json", environment);
  if (!json) throw new Error(`no report: ${said}`);
  return Object.fromEntries(json.verdicts.map((verdict: Line) => [verdict.family, verdict]));
}

/** In place of the default routes of the home. */
function reroute(home: Home, ipv4: readonly string[], ipv6: readonly string[]): void {
  home.inside("ip", "route", "del", "default");
  home.inside("ip", "-6", "route", "del", "default");
  for (const route of ipv4) home.inside("sh", "-c", `ip route add ${route} via 192.168.1.1`);
  for (const route of ipv6) home.inside("sh", "-c", `ip -6 route add ${route} via 2a02:fe0:77::1`);
}

describe.runIf(canMakeHomes)("the address is found, whichever way the kernel knows out", () => {
  it.each<[string, string[], string[], string[]]>([
    ["the default route in two halves", ["0.0.0.0/1", "128.0.0.0/1"], ["2000::/3"], []],
    [
      "another table that a rule leads to",
      ["default table 200"],
      ["default table 200"],
      ["ip rule add lookup 200", "ip -6 rule add lookup 200"],
    ],
  ])(
    "%s",
    async (_title, ipv4, ipv6, rules) => {
      const home = await startHome({ families });
      reroute(home, ipv4, ipv6);
      for (const rule of rules) home.inside("sh", "-c", rule);
      const found = await detect(home);
      for (const family of families) {
        expect(found[family]).toMatchObject({ verdict: "confirmed", address: publicAddress[family] });
      }
    },
    limitMs,
  );

  it(
    "and not by the routes of another table that nothing leads to, whatever their metric",
    async () => {
      const home = await startHome({ families });
      home.inside("ip", "link", "add", "lte0", "type", "veth", "peer", "name", "lte1");
      for (const name of ["lte0", "lte1"]) home.inside("ip", "link", "set", name, "up");
      home.inside("sh", "-c", "ip -6 address add 2a02:fe0:88::2/64 dev lte0 nodad");
      home.inside("sh", "-c", "ip -6 route add default via 2a02:fe0:88::1 dev lte0 metric 1 table 200");
      const found = await detect(home);
      expect(found.ipv6).toMatchObject({ verdict: "confirmed", address: publicAddress.ipv6 });
    },
    limitMs,
  );

  it(
    "but no IPv6 address where the system doesn't tell which of them stay: that is not known, never absent",
    async () => {
      const home = await startHome({ families });
      home.inside("sh", "-c", "mount -t tmpfs none /proc");
      const found = await detect(home);
      expect(found.ipv4).toMatchObject({ verdict: "confirmed", address: publicAddress.ipv4 });
      expect(found.ipv6).toMatchObject({ verdict: "unknown", address: null });
      // Its interface is listed a moment after the link is up.
      expect(found.ipv6.reason).toMatch(
        /doesn't say which IPv6 addresses of up0 are permanent|is not on any interface visible/,
      );
    },
    limitMs,
  );
});

describe.runIf(canMakeHomes)("an address that is shared", () => {
  const refusing = { GIGAHOST_DDNS_BEHIND_NAT: "refuse" };

  async function moveTo(home: Home, own: string, router: string): Promise<void> {
    home.outside("ip", "address", "add", `${router}/29`, "dev", "home0");
    home.inside("ip", "address", "flush", "dev", "up0", "scope", "global");
    home.inside("ip", "address", "add", `${own}/29`, "dev", "up0");
    home.inside("ip", "route", "add", "default", "via", router);
  }

  it.each([
    ["by DS-Lite or 464XLAT", "192.0.0.2", "192.0.0.1"],
    ["by carrier-grade NAT", "100.64.0.2", "100.64.0.1"],
  ])(
    "%s is said, and refused where the user wants that",
    async (_title, own, router) => {
      const home = await startHome({ families: ["ipv4"] });
      await moveTo(home, own, router);
      const sources = { GIGAHOST_DDNS_IPV4_SOURCES: "interface:,dns:opendns,dns:cloudflare" };
      const { ipv4 } = await detect(home, sources);
      expect(ipv4).toMatchObject({ verdict: "confirmed" });
      expect(ipv4.translation).toContain(`this machine's own address is ${own}`);
      expect((await detect(home, { ...sources, ...refusing })).ipv4).toMatchObject({ verdict: "refused" });
    },
    limitMs,
  );

  it(
    "may be one wherever neither the router nor an own interface has it: once sends nothing and ends with 0",
    async () => {
      const home = await startHome({ families: ["ipv4"] });
      const strangers = { GIGAHOST_DDNS_IPV4_SOURCES: "dns:opendns,dns:cloudflare", ...refusing };
      const { code, json } = await home.run("once --output json", strangers);
      expect(code).toBe(0);
      const outcome = json.outcomes.find(({ family }: Line) => family === "ipv4");
      expect(outcome).toMatchObject({ action: "none", address: null });
      expect(outcome.reason).toContain("neither the router nor this machine has");
      expect(await home.tell({ do: "records", name: "home.example.no", type: "A" })).toEqual([]);
    },
    limitMs,
  );
});
