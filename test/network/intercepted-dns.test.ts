import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { publicAddress } from "./addresses.ts";
import { canMakeHomes, type Home, startHome } from "./start-home.ts";

const name = "home.example.no";
/** Several processes of the program each; long, since they may share this machine with others. */
const limitMs = 600_000;

/** A home that has published its address, long enough ago for a look at the zone. */
async function startPublished(): Promise<Home> {
  const home = await startHome({ families: ["ipv4"] });
  expect((await home.run("once")).code).toBe(0);
  const file = join(home.stateDir, "state.json");
  const state = JSON.parse(readFileSync(file, "utf8"));
  state.hostnames[name].ipv4.recentUpdatesMs = [];
  writeFileSync(file, JSON.stringify(state));
  await home.tell({ do: "requests" });
  return home;
}

async function updatesOf(home: Home): Promise<number> {
  return (await home.tell({ do: "requests" })).filter(({ path }) => path === "/dns/dyndns").length;
}

describe.runIf(canMakeHomes)("what DNS shows differently", () => {
  it(
    "is told once, and nothing is sent, where something on the way answers in the name servers' place",
    async () => {
      const home = await startPublished();
      await home.tell({ do: "intercept", address: "203.0.113.66" });
      const daemon = home.start("run");
      await daemon.until(/DNS shows 203\.0\.113\.66 for home\.example\.no, but Gigahost has/, limitMs);
      expect((await home.run("update")).code).toBe(0);
      expect(await updatesOf(home)).toBe(0);
      expect(daemon.said()).not.toContain("now points to");
      expect(daemon.said().match(/DNS shows/g)).toHaveLength(1);
      const { json } = await home.run("status --output json");
      expect(json).toMatchObject({ health: "ok", notes: [expect.stringContaining("DNS shows 203.0.113.66")] });
    },
    limitMs,
  );

  it(
    "is put back where the zone has it, too",
    async () => {
      const home = await startPublished();
      await home.tell({ do: "set", name, type: "A", values: ["203.0.113.9"] });
      const daemon = home.start("run");
      await daemon.until(/now points to .* \(was 203\.0\.113\.9\)/, limitMs);
      expect(await updatesOf(home)).toBe(1);
      expect(await home.tell({ do: "records", name, type: "A" })).toEqual([publicAddress.ipv4]);
    },
    limitMs,
  );
});
