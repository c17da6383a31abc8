import { rmSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { address, prepareScene } from "./scene.ts";

const { ipv4, other4, ipv6, other6 } = address;
const dual = { ipv4: { sources: [`static:${ipv4}`] }, ipv6: { sources: [`static:${ipv6}`] } };

describe.concurrent("a round", () => {
  it("publishes both families of a hostname in one request, and prints the report of the contract", async () => {
    const scene = await prepareScene(dual);
    const { code, json } = await scene.once();
    expect(code).toBe(0);
    expect(scene.asked()).toEqual([{ hostname: "home.example.no", myip: ipv4, myipv6: ipv6 }]);
    expect(scene.simulator.requests[0]?.headers["user-agent"]).toMatch(
      /^gigahost-ddns\/\d+\.\d+\.\d+ \(\+https:\S+\)$/,
    );
    expect(scene.simulator.requests[0]?.headers.authorization).toMatch(/^Bearer flux_live_/);
    expect([scene.records("home.example.no", "A"), scene.records("home.example.no", "AAAA")]).toEqual([[ipv4], [ipv6]]);
    expect(Object.keys(json)).toEqual(["startedAt", "durationMs", "addresses", "outcomes"]);
    expect(Object.keys(json.addresses[0])).toEqual(["uplink", "family", "address", "source", "seenAt", "changedAt"]);
    const outcome = { hostname: "home.example.no", action: "update", result: "good", reason: null };
    expect(json.outcomes).toMatchObject([
      { ...outcome, family: "ipv4", address: ipv4 },
      { ...outcome, family: "ipv6", address: ipv6 },
    ]);
  });

  it("says the same in YAML, and in a table", async () => {
    const scene = await prepareScene(dual);
    const yaml = await scene.run("once --output yaml");
    expect(yaml.stdout).toMatch(/^startedAt: .+\ndurationMs: \d+\naddresses:\n/);
    expect(yaml.stdout).toContain("\noutcomes:\n  - hostname: home.example.no\n    family: ipv4\n    action: update\n");
    const table = await scene.run("once");
    expect(table.stdout).toMatch(/^HOSTNAME .*\nhome\.example\.no +ipv4 +none +- +185\.0\.2\.1/);
  });

  it("writes nothing where it only looked, and writes anew what somebody took away", async () => {
    const scene = await prepareScene(dual);
    for (const round of [1, 2]) expect((await scene.once()).code, String(round)).toBe(0);
    const { ino, mtimeNs } = statSync(scene.stateFile, { bigint: true });
    for (const round of [1, 2]) expect((await scene.once()).code, String(round)).toBe(0);
    expect(statSync(scene.stateFile, { bigint: true })).toMatchObject({ ino, mtimeNs });
    rmSync(scene.stateFile);
    await scene.once();
    expect(scene.state().addresses.default.ipv4.address).toBe(ipv4);
  });

  it("sends nothing when nothing changed, and does with --force", async () => {
    const scene = await prepareScene(dual);
    await scene.once();
    scene.forget();
    const { code, json } = await scene.once();
    expect([code, json.outcomes[0].action, json.outcomes[0].result]).toEqual([0, "none", null]);
    expect(scene.simulator.requests).toEqual([]);
    const forced = await scene.once("--force");
    expect([forced.code, forced.json.outcomes[0].result]).toEqual([0, "nochg"]);
    expect(scene.asked()).toEqual([{ hostname: "home.example.no", myip: ipv4, myipv6: ipv6 }]);
  });

  it("stops after the plan with --dry-run: nothing is sent and nothing remembered", async () => {
    const scene = await prepareScene(dual);
    const { code, json } = await scene.once("--dry-run");
    expect([code, json.outcomes[0].action, json.outcomes[0].result]).toEqual([0, "update", null]);
    expect(scene.simulator.requests).toEqual([]);
    expect(() => scene.state()).toThrow("ENOENT");
  });

  it("sends the last confirmed IPv4 address along when only IPv6 changes", async () => {
    const scene = await prepareScene(dual);
    await scene.once();
    scene.forget();
    scene.configure({ ipv6: { sources: [`static:${other6}`] } });
    await scene.once();
    expect(scene.asked()).toEqual([{ hostname: "home.example.no", myip: ipv4, myipv6: other6 }]);
    expect(scene.records("home.example.no", "A")).toEqual([ipv4]);
  });

  it("sends the last confirmed IPv4 address along when nobody knows the present one", async () => {
    const scene = await prepareScene(dual);
    await scene.once();
    scene.forget();
    scene.configure({ ipv4: { sources: ["file:/nonexistent"] }, ipv6: { sources: [`static:${other6}`] } });
    const { code, json } = await scene.once();
    expect(scene.asked()).toEqual([{ hostname: "home.example.no", myip: ipv4, myipv6: other6 }]);
    expect([code, json.outcomes[0].action, json.outcomes[1].result]).toEqual([75, "none", "good"]);
  });

  it("changes only A when only IPv4 changes", async () => {
    const scene = await prepareScene(dual);
    await scene.once();
    scene.forget();
    scene.configure({ ipv4: { sources: [`static:${other4}`] } });
    await scene.once();
    expect(scene.asked()).toMatchObject([{ hostname: "home.example.no", myip: other4 }]);
    expect(scene.records("home.example.no", "AAAA")).toEqual([ipv6]);
  });

  it("never sends an IPv6 address that was not known to a hostname without it", async () => {
    const scene = await prepareScene({ ...dual, hostnames: [{ name: "nas.example.no", ipv6: false }] });
    await scene.once();
    expect(scene.asked()).toEqual([{ hostname: "nas.example.no", myip: ipv4 }]);
  });
});

describe.concurrent("which engine", () => {
  it("publishes a hostname that wants only IPv6 through the records API, and leaves A alone", async () => {
    const scene = await prepareScene({ ...dual, hostnames: [{ name: "v6.example.no", ipv4: false }] });
    scene.simulator.store.zones.set("v6.example.no", "A", ["192.0.2.77"]);
    const { code, json } = await scene.once();
    expect([code, scene.asked(), json.outcomes[0].result]).toEqual([0, [], "good"]);
    expect([scene.records("v6.example.no", "AAAA"), scene.records("v6.example.no", "A")]).toEqual([
      [ipv6],
      ["192.0.2.77"],
    ]);
  });

  it("waits with `engine: dyndns` for a hostname that wants only IPv6, and says so", async () => {
    const scene = await prepareScene({
      ...dual,
      engine: "dyndns",
      hostnames: [{ name: "v6.example.no", ipv4: false }],
    });
    const { code, json } = await scene.once();
    // Nothing but the one look at whether the new credential is right.
    expect([code, scene.simulator.requests.map(({ path }) => path)]).toEqual([75, ["/dns/zones"]]);
    expect(json.outcomes).toMatchObject([{ action: "wait", result: null, reason: expect.stringMatching(/only IPv6/) }]);
  });

  it("waits with `engine: dyndns` while no IPv4 address was ever known, and takes the records API with auto", async () => {
    const scene = await prepareScene({ ...dual, engine: "dyndns", ipv4: { sources: ["file:/nonexistent"] } });
    const { json } = await scene.once();
    expect(json.outcomes[1]).toMatchObject({ family: "ipv6", action: "wait", reason: expect.stringMatching(/IPv4/) });
    expect(scene.simulator.requests.map(({ path }) => path)).toEqual(["/dns/zones"]);
    scene.configure({ engine: "auto" });
    await scene.once();
    expect([scene.asked(), scene.records("home.example.no", "AAAA")]).toEqual([[], [ipv6]]);
  });

  it("publishes wildcard and apex names through the records API", async () => {
    const scene = await prepareScene({ ...dual, hostnames: ["*.example.no", "example.no", "home.example.no"] });
    expect((await scene.once()).code).toBe(0);
    expect(scene.asked()).toMatchObject([{ hostname: "home.example.no" }]);
    expect([scene.records("*.example.no", "A"), scene.records("example.no", "AAAA")]).toEqual([[ipv4], [ipv6]]);
    expect(scene.records("example.no", "NS")).toHaveLength(3);
  });

  it("uses the records API for everything with `engine: records`, with the TTL asked for", async () => {
    const scene = await prepareScene({ engine: "records", ttl: 300 });
    const { json } = await scene.once();
    expect([scene.asked(), json.outcomes[0].result]).toEqual([[], "good"]);
    expect(scene.simulator.store.zones.records("home.example.no", "A")).toMatchObject([{ value: ipv4, ttl: 300 }]);
    expect((await scene.once("--force")).json.outcomes[0].result).toBe("nochg");
  });

  it("lets the records API take over where dyndns refuses a key that lists zones, and says so once", async () => {
    const scene = await prepareScene({}, { habits: { dyndnsAcceptsApiKeys: false } });
    const { code, json } = await scene.once();
    expect([code, json.outcomes[0].result, scene.asked().length]).toEqual([0, "good", 1]);
    scene.forget();
    scene.configure({ ipv4: { sources: [`static:${other4}`] } });
    await scene.once();
    expect([scene.asked(), scene.records("home.example.no", "A")]).toEqual([[], [other4]]);
  });

  it("sends an international name as punycode and shows it both ways", async () => {
    const scene = await prepareScene({ hostnames: ["blåbær.EXAMPLE.no."] });
    expect((await scene.run("config check")).code).toBe(0);
    expect((await scene.run("once")).stdout).toMatch(/blåbær\.example\.no.*xn--blbr-roah\.example\.no/);
    expect(scene.asked()).toMatchObject([{ hostname: "xn--blbr-roah.example.no" }]);
  });
});

describe.concurrent("how many requests", () => {
  it("asks three times for 45 hostnames", async () => {
    const hostnames = Array.from({ length: 45 }, (_, index) => `host${index}.example.no`);
    const scene = await prepareScene({ hostnames });
    const { code, json } = await scene.once();
    expect(scene.asked().map(({ hostname = "" }) => hostname.split(",").length)).toEqual([20, 20, 5]);
    expect([code, json.outcomes.every(({ result }: { result: string }) => result === "good")]).toEqual([0, true]);
  });

  it("shares a request only among hostnames with the same addresses", async () => {
    const hostnames = ["a.example.no", "b.example.no", { name: "c.example.no", ipv6: false }];
    const scene = await prepareScene({ ...dual, hostnames });
    await scene.once();
    expect(scene.asked()).toEqual([
      { hostname: "a.example.no,b.example.no", myip: ipv4, myipv6: ipv6 },
      { hostname: "c.example.no", myip: ipv4 },
    ]);
  });
});

it.concurrent("gives a LAN host its own suffix behind the prefix", async () => {
  const nas = { name: "nas.example.no", ipv4: false, ipv6: { suffix: "::1:2:3:4", prefix_length: 64 } };
  const scene = await prepareScene({ ...dual, hostnames: [nas] });
  await scene.once();
  expect(scene.records("nas.example.no", "AAAA")).toEqual(["2a01:4f8::1:2:3:4"]);
});

it.concurrent("publishes what each uplink says for the hostnames behind it", async () => {
  const uplinks = { lte: { ipv4: { sources: [`static:${other4}`] }, ipv6: { enabled: false } } };
  const hostnames = ["home.example.no", { name: "backup.example.no", uplink: "lte" }];
  const scene = await prepareScene({ uplinks, hostnames });
  const { json } = await scene.once();
  expect(json.addresses.map(({ uplink }: { uplink: string }) => uplink)).toEqual(["default", "lte"]);
  expect([scene.records("home.example.no", "A"), scene.records("backup.example.no", "A")]).toEqual([[ipv4], [other4]]);
});

it.concurrent("sends no more than max_updates_per_hour, also with --force, and says when it goes on", async () => {
  const scene = await prepareScene({ max_updates_per_hour: 2 });
  await scene.once();
  await scene.once("--force");
  scene.forget();
  const { code, json } = await scene.once("--force");
  expect([code, scene.simulator.requests]).toEqual([75, []]);
  expect(json.outcomes).toMatchObject([{ action: "wait", reason: expect.stringMatching(/max_updates_per_hour: 2/) }]);
});
