import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { families } from "../../src/model/family.ts";
import { publicAddress } from "./addresses.ts";
import { canMakeHomes, type Home, startHome } from "./start-home.ts";

/** Several processes of the program; long, since they may share this machine with others. */
const limitMs = 120_000;
const hour = 3_600_000;

// biome-ignore lint/suspicious/noExplicitAny: a report, and a state file, as they are written
type Json = any;

async function once(home: Home, environment: Readonly<Record<string, string>>): Promise<Json> {
  const { json, said } = await home.run("once --output json", environment);
  if (!json) throw new Error(`no report: ${said}`);
  return json.outcomes.find(({ family }: Json) => family === "ipv4");
}

function readState(home: Home): Json {
  return JSON.parse(readFileSync(join(home.stateDir, "state.json"), "utf8"));
}

describe.runIf(canMakeHomes)("when_lost: delete together with behind_nat: refuse", () => {
  it(
    "never deletes what is refused, however long, and forgets a loss before it",
    async () => {
      const home = await startHome({ families });
      const config = join(home.stateDir, "config.yaml");
      const settings = "when_lost: delete\nhostnames: [home.example.no]\n";
      writeFileSync(config, settings, { mode: 0o600 });
      const environment = { GIGAHOST_DDNS_CONFIG: config };
      await once(home, environment);
      const published = () => home.tell({ do: "records", name: "home.example.no", type: "A" });
      expect(await published()).toEqual([publicAddress.ipv4]);

      // As if it had been lost for more than a day, and that had been told.
      const state = readState(home);
      const longAgo = { lostSinceMs: 30 * hour, lostSeenMs: 60_000, deletionToldMs: 2 * hour };
      const moments = Object.entries(longAgo).map(([field, agoMs]) => [field, Date.now() - agoMs]);
      Object.assign(state.hostnames["home.example.no"].ipv4, Object.fromEntries(moments));
      writeFileSync(join(home.stateDir, "state.json"), JSON.stringify(state));
      writeFileSync(config, `${settings}ipv4: { behind_nat: refuse }\n`, { mode: 0o600 });
      for (let round = 0; round < 3; round++) {
        const outcome = await once(home, environment);
        expect(outcome).toMatchObject({ action: "none", address: null });
        expect(outcome.reason).toContain("behind_nat: refuse");
      }
      expect(await published()).toEqual([publicAddress.ipv4]);
      expect(readState(home).hostnames["home.example.no"].ipv4).toMatchObject({ lostSinceMs: null });
    },
    limitMs,
  );
});
