import { describe, expect, it, vi } from "vitest";
import { Gigahost } from "../../../src/api/gigahost.ts";
import { loadConfig } from "../../../src/config/load-config.ts";
import { buildApp } from "../../../src/daemon/build-app.ts";
import { createMemory } from "../../../src/daemon/memory.ts";
import { runRound } from "../../../src/daemon/round.ts";
import { noteTroubles } from "../../../src/daemon/tell/troubles/note-troubles.ts";
import { createDriftWatch } from "../../../src/daemon/watching/drift-watch.ts";
import { emptyState } from "../../../src/model/state.ts";
import { systemNetwork } from "../../../src/platform/network/network.ts";
import { createZoneList } from "../../../src/publish/engines/zone-list.ts";
import { askNameServer, type NameServer } from "../../../src/publish/verify/ask-name-server.ts";
import { createStoredReader } from "../../../src/publish/verify/read-stored-addresses.ts";
import { verifyNames } from "../../../src/publish/verify/verify-names.ts";
import { defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import { startInterceptor } from "../../publish/verify/start-interceptor.ts";
import { createFakeClock } from "../../schedule/fake-clock.ts";
import { home, startWorld } from "../start-world.ts";

const hour = 3_600_000;

/** A published hostname, and a watch that asks whichever name server stands at `ask`. */
async function startWatch() {
  const world = await startWorld();
  await world.configure({ verify: { every: "1h" } });
  const config = await loadConfig({ file: world.configFile, environment: {} });
  const clock = createFakeClock(Date.now());
  const signal = new AbortController().signal;
  const { host: address, port } = world.simulator.dns;
  const real: NameServer = { name: "ns1.gigahost.no", address, port };
  const asking = { server: real };
  const client = new Gigahost({ apiKey: defaultApiKey, baseUrl: world.simulator.url });
  const sources = {
    findNameServers: async () => ({ zoneName: "example.no", names: [asking.server.name], servers: [asking.server] }),
    ask: askNameServer,
    readStored: createStoredReader({ client: async () => client, zones: createZoneList(clock), onRequest: () => {} }),
  };
  const machine = { clock, random: () => 0, network: systemNetwork };
  const verify = vi.fn((...[names, until]: Parameters<ReturnType<typeof buildApp>["verify"]>) =>
    verifyNames(names, sources, until),
  );
  const app = { ...buildApp(config, machine), verify };
  const memory = createMemory({ config, nowMs: 0, state: emptyState("salt"), store: null });
  const log: string[] = [];
  const note = (text: string) => log.push(text);
  const logger = { trace: note, debug: note, info: note, warn: note, error: note, fatal: note };
  const found = vi.fn();
  const watch = createDriftWatch({ log: logger, clock, signal, onFound: found });
  const round = async () => {
    const notices = watch.applyFindings(memory);
    const done = watch.judgeRound(await runRound(app, memory, { force: false, signal }));
    const { outcomes } = done.report;
    const facts = {
      outcomes,
      detections: done.detections,
      looks: [],
      losses: [],
      faults: watch.notes(),
      accountHold: null,
      everConfirmed: true,
      tookOver: false,
      drift: notices,
      nowMs: clock.steadyMs(),
    };
    return noteTroubles(new Map(), facts).notices.map(({ kind, text }) => `${kind}: ${text}`);
  };
  expect(await round()).toEqual([`changed: ${home} now points to 185.0.2.1`]);
  await clock.pass(hour);
  return {
    world,
    clock,
    app,
    memory,
    verify,
    watch,
    asking,
    real,
    found,
    log,
    round,
    /** Lets an hour pass and has a look to the end. */
    async look() {
      await clock.pass(hour);
      const looks = verify.mock.results.length;
      watch.lookIfDue(app, memory);
      await vi.waitFor(() => expect(verify.mock.results.length).toBe(looks + 1), 120_000);
      await verify.mock.results.at(-1)?.value;
      await new Promise(setImmediate);
    },
  };
}

describe("a resolver on the way that answers in the name servers' place", () => {
  it("has nothing sent, and is told once until it is gone", async () => {
    const { world, watch, asking, real, look, round, found } = await startWatch();
    asking.server = await startInterceptor("185.0.2.66");
    for (let hours = 0; hours < 3; hours++) {
      await look();
      expect(await round()).toEqual([expect.stringMatching(/^trouble: DNS shows 185\.0\.2\.66 for home\.example\.no/)]);
    }
    expect(found).toHaveBeenCalledTimes(1);
    expect(world.updates()).toBe(1);
    asking.server = real;
    await look();
    expect(await round()).toEqual([]);
    expect(watch.notes()).toEqual([]);
    expect(found).toHaveBeenCalledTimes(2);
  });
});

describe("what somebody changed by hand", () => {
  it("is put back, and told with what was there", async () => {
    const { world, look, round, found } = await startWatch();
    world.simulator.store.zones.set(home, "A", ["185.0.2.9"]);
    await look();
    expect(found).toHaveBeenCalledTimes(1);
    expect(await round()).toEqual([
      expect.stringMatching(/^trouble: the IPv4 address of home\.example\.no was changed to 185\.0\.2\.9/),
      `changed: ${home} now points to 185.0.2.1 (was 185.0.2.9)`,
    ]);
    expect(world.published()).toEqual(["185.0.2.1"]);
  });

  it("is told as its own trouble where the server has it as it should be, and not sent again", async () => {
    const { world, look, round } = await startWatch();
    world.simulator.store.zones.set(home, "A", ["185.0.2.9"]);
    world.simulator.faults.inject({ kind: "body", body: "nochg 185.0.2.1\n" }, { route: "GET /dns/dyndns" });
    await look();
    expect(await round()).toEqual([
      expect.stringMatching(/^trouble: the IPv4 address of home\.example\.no was changed/),
      expect.stringMatching(/^trouble: the zone of home\.example\.no shows 185\.0\.2\.9.*\(nochg\)/),
    ]);
    world.simulator.faults.clear();
    await look();
    await round();
    expect(world.updates()).toBe(2);
  });
});

describe("a look", () => {
  it("comes at once, then when it is due and no sooner, and only where it is wanted", async () => {
    const { clock, watch, app, memory, verify, look } = await startWatch();
    await look();
    await clock.pass(hour - 1);
    watch.lookIfDue(app, memory);
    expect(verify).toHaveBeenCalledTimes(1);
    await clock.pass(1);
    watch.lookIfDue({ ...app, config: { ...app.config, verifyEveryMs: null } }, memory);
    expect(verify).toHaveBeenCalledTimes(1);
    watch.lookIfDue(app, memory);
    watch.lookIfDue(app, memory);
    expect(verify).toHaveBeenCalledTimes(2);
  });

  it("that fails by a defect is told, and the next one comes all the same", async () => {
    const { verify, look, log } = await startWatch();
    verify.mockRejectedValueOnce(new Error("a defect"));
    await look().catch(() => {});
    expect(log).toEqual([expect.stringContaining("internal error")]);
    await look();
    expect(verify).toHaveBeenCalledTimes(2);
    expect(log).toHaveLength(1);
  });
});
