import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { families } from "../../src/model/family.ts";
import { publicAddress } from "./addresses.ts";
import { canMakeHomes, type Home, startHome } from "./start-home.ts";

/** Several processes of the program each; long, since they may share this machine with others. */
const limitMs = 600_000;
const hour = 3_600_000;

const deletes = { GIGAHOST_DDNS_WHEN_LOST: "delete" };

// biome-ignore lint/suspicious/noExplicitAny: a report, and a state file, as they are written
type Json = any;

/** Does a round; gives what became of IPv6, and what is remembered of it. */
async function once(home: Home): Promise<{ readonly outcome: Json; readonly remembered: Json }> {
  const { json, said } = await home.run("once --output json", deletes);
  if (!json) throw new Error(`no report: ${said}`);
  const outcome = json.outcomes.find(({ family }: Json) => family === "ipv6");
  return { outcome, remembered: readState(home).hostnames["home.example.no"].ipv6 };
}

function readState(home: Home): Json {
  return JSON.parse(readFileSync(join(home.stateDir, "state.json"), "utf8"));
}

/** As if that had been found out so long ago. */
function backdate(home: Home, change: Readonly<Record<string, number>>): void {
  const state = readState(home);
  const moments = Object.entries(change).map(([field, agoMs]) => [field, Date.now() - agoMs]);
  Object.assign(state.hostnames["home.example.no"].ipv6, Object.fromEntries(moments));
  writeFileSync(join(home.stateDir, "state.json"), JSON.stringify(state));
}

function ipv6Records(home: Home): Promise<readonly string[]> {
  return home.tell({ do: "records", name: "home.example.no", type: "AAAA" });
}

describe.runIf(canMakeHomes)("when_lost: delete", () => {
  it(
    "deletes what every look has proven gone for 24 hours, an hour after that was said",
    async () => {
      const home = await startHome({ families });
      await once(home);
      home.inside("ip", "-6", "route", "del", "default");
      const gone = await once(home);
      expect(gone.remembered.lostSinceMs).not.toBeNull();

      backdate(home, { lostSinceMs: 25 * hour, lostSeenMs: 60_000 });
      const told = await once(home);
      expect(told.outcome.reason).toMatch(/keeping [0-9a-f.:]+ until it is deleted in 60 min \(when_lost: delete\)$/);
      expect(await ipv6Records(home)).toEqual([publicAddress.ipv6]);

      backdate(home, { deletionToldMs: hour, lostSeenMs: 60_000 });
      const deleted = await once(home);
      expect(deleted.outcome).toMatchObject({ action: "update", result: "good", address: null });
      expect(await ipv6Records(home)).toEqual([]);
    },
    limitMs,
  );

  it(
    "never deletes what the kernel knows a way for, though no default route is listed",
    async () => {
      const home = await startHome({ families });
      await once(home);
      home.inside("ip", "-6", "route", "del", "default");
      home.inside("ip", "-6", "route", "add", "2000::/3", "via", "2a02:fe0:77::1");
      backdate(home, { lostSinceMs: 30 * hour, lostSeenMs: 60_000, deletionToldMs: 2 * hour });
      const { outcome, remembered } = await once(home);
      expect(outcome).toMatchObject({ action: "none", address: publicAddress.ipv6 });
      expect(remembered).toMatchObject({ lostSinceMs: null, deletionToldMs: null });
      expect(await ipv6Records(home)).toEqual([publicAddress.ipv6]);
    },
    limitMs,
  );
});

describe.runIf(canMakeHomes)("what is sent from an own address by a rule for it", () => {
  it(
    "is not gone, though nothing else has a route",
    async () => {
      const home = await startHome({ families: ["ipv4"] });
      await home.run("once", deletes);
      home.inside("ip", "route", "del", "default");
      home.inside("ip", "route", "add", "default", "via", "192.168.1.1", "table", "200");
      home.inside("ip", "rule", "add", "from", "192.168.1.2", "lookup", "200");
      const { json } = await home.run("once --output json", deletes);
      expect(json.outcomes.find(({ family }: Json) => family === "ipv4").reason).toMatch(/keeping 185\.0\.2\.1$/);
      expect(readState(home).hostnames["home.example.no"].ipv4.lostSinceMs).toBeNull();
    },
    limitMs,
  );
});

describe.runIf(canMakeHomes)("the log of the daemon", () => {
  it(
    "says once that a family is absent, and after ten minutes that one is lost",
    async () => {
      const home = await startHome({ families: ["ipv4"] });
      const first = home.start("run --log-level info");
      await first.until(/there is no IPv6 address here/, limitMs);
      await home.run("update");
      first.child.kill("SIGTERM");
      const { said } = await first.ended;
      expect(said.match(/there is no IPv6 address here/g)).toHaveLength(1);

      const state = readState(home);
      state.hostnames["home.example.no"].ipv6 = {
        ...state.hostnames["home.example.no"].ipv4,
        published: publicAddress.ipv6,
        lostSinceMs: Date.now() - 11 * 60_000,
        lostSeenMs: Date.now() - 60_000,
      };
      writeFileSync(join(home.stateDir, "state.json"), JSON.stringify(state));
      const second = home.start("run --log-level info");
      await second.until(/home\.example\.no \(IPv6\): no IPv6 address for 11 min/, limitMs);
      second.child.kill("SIGTERM");
      await second.ended;
    },
    limitMs,
  );

  it(
    "and its status say who is outvoted",
    async () => {
      const home = await startHome({ families: ["ipv4"] });
      writeFileSync(join(home.stateDir, "wrong"), "185.9.9.9\n");
      const sources = `command:cat ${join(home.stateDir, "wrong")},dns:opendns,dns:cloudflare,dns:google`;
      const settings = { GIGAHOST_DDNS_IPV4_SOURCES: sources };
      const daemon = home.start("run", settings);
      await daemon.until(/command:cat .*wrong says 185\.9\.9\.9, but is outvoted/, limitMs);
      const { json } = await home.run("status --output json", settings);
      expect(json.notes.join(" ")).toContain("wrong says 185.9.9.9");
      expect(json.health).toBe("ok");
      daemon.child.kill("SIGTERM");
      await daemon.ended;
    },
    limitMs,
  );
});
