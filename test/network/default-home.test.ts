import { describe, expect, it } from "vitest";
import { type Family, families } from "../../src/model/family.ts";
import { publicAddress } from "./addresses.ts";
import { canMakeHomes, type Home, startHome } from "./start-home.ts";

const homes: [string, readonly Family[]][] = [
  ["IPv4-only", ["ipv4"]],
  ["IPv6-only", ["ipv6"]],
  ["dual-stack", ["ipv4", "ipv6"]],
];

/** Several processes of the program each; long, since they may share this machine with others. */
const limitMs = 600_000;

// biome-ignore lint/suspicious/noExplicitAny: a report as it is printed
type Line = any;

const recordType = { ipv4: "A", ipv6: "AAAA" } as const;

async function recordsOf(home: Home, family: Family): Promise<readonly string[]> {
  return home.tell({ do: "records", name: "home.example.no", type: recordType[family] });
}

/** What the daemon says of each family once it has done a round. */
async function update(home: Home): Promise<Readonly<Partial<Record<Family, Line>>>> {
  const { json, said } = await home.run("update --output json");
  if (!json) throw new Error(`no report: ${said}`);
  return Object.fromEntries(json.outcomes.map((outcome: Line) => [outcome.family, outcome]));
}

describe.runIf(canMakeHomes)("with default settings", () => {
  it.each(homes)(
    "%s home: all that auto stands for answers over the family that is routed",
    async (_, routed) => {
      const home = await startHome({ families: routed });
      const { code, json, stderr } = await home.run("detect --output json");
      expect([code, stderr]).toEqual([0, ""]);
      for (const family of families) {
        const ofFamily = ({ family: one }: Line) => one === family;
        const said = json.answers.filter(ofFamily).filter(({ kind }: Line) => kind === "address");
        const isRouted = routed.includes(family);
        expect([...new Set(said.map(({ address }: Line) => address))]).toEqual(isRouted ? [publicAddress[family]] : []);
        // All but the interface, whose IPv4 address is private, and the router, which speaks no NAT-PMP.
        if (isRouted) expect(said.length).toBeGreaterThanOrEqual(7);
        expect(json.verdicts.find(ofFamily)).toMatchObject({ verdict: isRouted ? "confirmed" : "absent" });
      }
    },
    limitMs,
  );

  it.each(homes)(
    "%s home: once publishes what is there, and calls what isn't absent",
    async (_, routed) => {
      const home = await startHome({ families: routed });
      const { code, json, stderr } = await home.run("once --output json");
      expect([code, stderr]).toEqual([0, ""]);
      for (const family of families) {
        const isRouted = routed.includes(family);
        expect(await recordsOf(home, family)).toEqual(isRouted ? [publicAddress[family]] : []);
        const outcome = json.outcomes.find((one: Line) => one.family === family);
        expect(outcome).toMatchObject(
          isRouted ? { action: "update", result: "good" } : { action: "none", address: null, result: null },
        );
        if (!isRouted) expect(outcome.reason).toMatch(/^there is no IPv[46] address or route here/);
      }
    },
    limitMs,
  );

  it.each(homes)(
    "%s home: the daemon publishes, lives through a lost route, and ends on SIGTERM",
    async (_, routed) => {
      const home = await startHome({ families: routed });
      const daemon = home.start("run");
      await daemon.until(/home\.example\.no/, limitMs);
      await update(home);
      const { json } = await home.run("status --output json");
      const states = json.hostnames.map(({ family, state }: Line) => [family, state]);
      expect(Object.fromEntries(states)).toEqual({ ...{ ipv4: "absent", ipv6: "absent" }, ...all(routed, "ok") });

      for (const family of routed) home.inside("ip", versionOf(family), "route", "del", "default");
      const lost = await update(home);
      for (const family of routed) {
        expect(lost[family]).toMatchObject({ action: "none", address: null });
        expect(await recordsOf(home, family)).toEqual([publicAddress[family]]);
      }
      for (const family of routed)
        home.inside("ip", versionOf(family), "route", "add", "default", "via", routerOf(family));
      const found = await update(home);
      for (const family of routed) expect(found[family]).toMatchObject({ action: "none", reason: null });

      daemon.child.kill("SIGTERM");
      const { code, said } = await daemon.ended;
      expect(code).toBe(0);
      expect(said).not.toContain("internal error");
    },
    limitMs,
  );

  it.each(homes)(
    "%s home: its addresses are gone while routes are still there",
    async (_, routed) => {
      const home = await startHome({ families: routed });
      await home.run("once");
      for (const family of routed)
        home.inside("ip", versionOf(family), "address", "flush", "dev", "up0", "scope", "global");
      const { code, json, stderr } = await home.run("once --output json");
      expect(stderr).toBe("");
      expect(code).toBe(75);
      for (const family of routed) {
        const outcome = json.outcomes.find((one: Line) => one.family === family);
        expect(outcome).toMatchObject({ action: "none" });
      }
    },
    limitMs,
  );
});

const versionOf = (family: Family) => (family === "ipv4" ? "-4" : "-6");
const routerOf = (family: Family) => (family === "ipv4" ? "192.168.1.1" : "2a02:fe0:77::1");
const all = (routed: readonly Family[], state: string) => Object.fromEntries(routed.map((family) => [family, state]));
