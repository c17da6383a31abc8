import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { UnknownHostname } from "../../src/status/daemon-view.ts";
import { createClock, settle, startInProcess } from "./start-in-process.ts";
import { home, startWorld } from "./start-world.ts";

const minute = 60_000;
const hour = 60 * minute;
/** Real time, for a machine that is busy with other tests. */
const patience = { timeout: 120_000 };
const everyUpdate = { times: Number.POSITIVE_INFINITY, route: "GET /dns/dyndns" };

describe("the daemon", () => {
  it("does its first round at once and publishes", async () => {
    const world = await startWorld();
    const { settled } = await startInProcess(world);
    const report = await settled(1);
    expect(report.outcomes).toMatchObject([{ hostname: home, action: "update", result: "good", address: "185.0.2.1" }]);
    expect(world.published()).toEqual(["185.0.2.1"]);
  });

  it("looks again by its schedule, and sends only what changed", async () => {
    const world = await startWorld();
    const { settled, passToRound } = await startInProcess(world);
    await settled(1);
    expect((await passToRound(30_000)).outcomes).toMatchObject([{ action: "none" }]);
    world.services.address = "185.0.2.2";
    expect((await passToRound(30_000)).outcomes).toMatchObject([{ action: "update", previous: "185.0.2.1" }]);
    expect(world.published()).toEqual(["185.0.2.2"]);
    expect(world.updates()).toBe(2);
  });

  it("lets its schedule wait while clients of the gateway gather, and takes them all along", async () => {
    const world = await startWorld();
    const names = ["one", "two", "three", "four"];
    const clients = names.map((name) => ({ name, password: `${name} `.repeat(8), hostnames: [`${name}.example.no`] }));
    await world.configure({ gateway: { listen: "127.0.0.1:0", clients } });
    const { daemon, clock, settled, rounds } = await startInProcess(world);
    await settled(1);
    const desk = daemon.gatewayDesk();
    const told = { ipv6: null, prefix: null, unreadable: null };
    const tell = (name: string, ipv4: string) => {
      const client = desk.client(name) ?? Promise.reject(new Error(`no client ${name}`));
      return Promise.resolve(client).then(async (known) => {
        await desk.remember(known, { ...told, ipv4 });
        return desk.publish(known);
      });
    };
    await clock.pass(28_800);
    // Who comes alone would have a round at once.
    const answers: Promise<unknown>[] = [tell("one", "185.0.3.100")];
    for (let at = 1; at < 20; at++) {
      answers.push(tell(names[at % names.length] ?? "", `185.0.3.${at}`));
      await clock.pass(100);
    }
    expect(rounds).toHaveLength(1);
    await clock.pass(2_000);
    await Promise.all(answers);
    expect(rounds).toHaveLength(2);
    for (const name of names) expect(world.published(`${name}.example.no`)).toHaveLength(1);
  });

  it("never does two rounds at once; whoever asks meanwhile gets the next one's report, all the same one", async () => {
    const world = await startWorld();
    const running = await startInProcess(world);
    await running.settled(1);
    world.services.address = null;
    const first = running.daemon.update({ force: false });
    await vi.waitFor(() => expect(world.services.asked).toBeGreaterThan(2), patience);
    const later = [1, 2, 3].map(() => running.daemon.update({ force: false }));
    await settle();
    expect(running.rounds).toHaveLength(1);
    world.services.address = "185.0.2.3";
    const [reportOfFirst, ...others] = await Promise.all([first, ...later]);
    expect(running.rounds).toHaveLength(3);
    expect(reportOfFirst).toBe(running.rounds[1]);
    expect(new Set(others)).toEqual(new Set([running.rounds[2]]));
  });

  it("ends a round at its deadline, and goes on with the next", async () => {
    const world = await startWorld();
    await world.configure({ engine: "records" });
    // Twice: what is asked after the first would be answered, or not, by who is faster.
    world.simulator.faults.inject({ kind: "silence" }, { times: 2 });
    const running = await startInProcess(world);
    await vi.waitFor(() => expect(world.simulator.requests).toHaveLength(1), patience);
    await running.clock.pass(119_000);
    await settle();
    expect(running.rounds).toHaveLength(0);
    await running.clock.pass(1_000);
    expect((await running.settled(1)).outcomes).toMatchObject([
      { action: "update", result: expect.not.stringMatching("good") },
    ]);
    world.simulator.faults.clear();
    for (let round = 0; round < 10 && world.published().length === 0; round++) await running.passToRound(31_000);
    expect(world.published()).toEqual(["185.0.2.1"]);
  });

  it("survives a defect of its own, and repeats the round with growing pauses", async () => {
    const world = await startWorld();
    await world.configure({ schedule: "0 * * * *" });
    let failures = 0;
    const random = () => {
      if (world.updates() === failures) return 0;
      failures = world.updates();
      throw new Error("a defect");
    };
    const { clock, log } = await startInProcess(world, { random });
    const untilFailed = (times: number) =>
      vi.waitFor(() => expect(log.filter(({ msg }) => msg.includes("internal error"))).toHaveLength(times), patience);
    await untilFailed(1);
    await settle();
    for (const pauseMs of [30_000, 60_000, 120_000]) {
      await clock.pass(pauseMs - 1_000);
      await settle();
      const before = world.updates();
      await clock.pass(1_000);
      await untilFailed(before + 1);
      await settle();
    }
    expect(failures).toBe(4);
  });

  it("publishes what seems unchanged when forced, once", async () => {
    const world = await startWorld();
    const { daemon, settled } = await startInProcess(world);
    await settled(1);
    expect((await daemon.update({ force: true })).outcomes).toMatchObject([{ action: "update", result: "nochg" }]);
    await settled(2);
    expect((await daemon.update({ force: false })).outcomes).toMatchObject([{ action: "none" }]);
  });

  it("refuses whoever still waits when it ends", async () => {
    const world = await startWorld();
    const running = await startInProcess(world);
    await running.settled(1);
    world.services.address = null;
    const asked = [running.daemon.update({ force: false })];
    await vi.waitFor(() => expect(world.services.asked).toBeGreaterThan(2), patience);
    asked.push(running.daemon.update({ force: false }));
    const answers = Promise.allSettled(asked);
    await running.stop();
    expect((await answers)[1]).toMatchObject({ status: "rejected", reason: { message: "the daemon is stopping" } });
  });

  it("blames nobody when it ends while the server is asked", async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: "silence" }, { route: "GET /dns/dyndns" });
    const { log, rounds, stop, store } = await startInProcess(world);
    await vi.waitFor(() => expect(world.updates()).toBe(1), patience);
    await stop();
    expect(rounds[0]?.outcomes).toMatchObject([{ consequence: "interrupted", nextAttemptAt: null }]);
    expect(rounds[0]?.outcomes[0]?.reason).toMatch(/^the round ended before the server answered/);
    expect(log.filter(({ level }) => level !== "info" && level !== "debug")).toEqual([]);
    expect(store.state().account).toMatchObject({ hold: null, wait: null });
  });

  it("tells every listener of every round until it lets go", async () => {
    const world = await startWorld();
    const { daemon, settled, passToRound } = await startInProcess(world);
    const heard: string[] = [];
    const letGo = daemon.onRound(({ startedAt }) => heard.push(startedAt));
    await settled(1);
    letGo();
    await passToRound(30_000);
    expect(heard).toHaveLength(1);
  });
});

describe("trouble with the server", () => {
  it("is waited out with growing pauses, and is over by itself", async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: "html", status: 502 }, everyUpdate);
    const { settled, passToRound, daemon, log } = await startInProcess(world);
    await settled(1);
    expect(daemon.status().hostnames).toMatchObject([{ state: "waiting", result: "http_502" }]);
    expect(daemon.status().health).toBe("degraded");
    for (let half = 0; half < 20; half++) await passToRound(30_000);
    // 30, 60, 120 and 240 s after each other, at the earliest; then 480.
    expect(world.updates()).toBe(5);
    world.simulator.faults.clear();
    for (let half = 0; half < 16; half++) await passToRound(30_000);
    expect(world.published()).toEqual(["185.0.2.1"]);
    expect(daemon.status().health).toBe("ok");
    expect(log.filter(({ level }) => level === "warn")).toHaveLength(1);
    expect(log.filter(({ msg }) => msg.includes("recovered (after "))).toHaveLength(1);
  });

  it("that keeps silent costs ten seconds, and the next attempt settles what became of it", async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: "silence" }, { afterEffect: true });
    const running = await startInProcess(world);
    await vi.waitFor(() => expect(world.updates()).toBe(1), patience);
    await running.clock.pass(10_000);
    expect((await running.settled(1)).outcomes).toMatchObject([{ result: "timeout" }]);
    expect(world.published()).toEqual(["185.0.2.1"]);
    await running.passToRound(30_000);
    expect((await running.settled(2)).outcomes).toMatchObject([{ result: "nochg" }]);
  });

  it("is tried again when its time has come where the schedule is slower", async () => {
    const world = await startWorld();
    await world.configure({ schedule: "0 * * * *" });
    world.simulator.faults.inject({ kind: "rate-limit", retryAfter: 90 }, { route: "GET /dns/dyndns" });
    const { settled, passToRound, daemon, clock } = await startInProcess(world);
    await settled(1);
    const { hostnames, nextRoundAt } = daemon.status();
    expect(Date.parse(nextRoundAt ?? "") - clock.wallMs()).toBe(90_000);
    expect(hostnames).toMatchObject([{ state: "waiting", nextAttemptAt: nextRoundAt }]);
    await clock.pass(30_000);
    expect(world.updates()).toBe(1);
    await passToRound(61_000);
    expect(world.published()).toEqual(["185.0.2.1"]);
  });
});

describe("a name of three labels that is a zone", () => {
  const ola = "ola.priv.no";
  const startOla = async () => {
    const world = await startWorld();
    world.simulator.store.zones.add({ name: ola, custId: world.simulator.store.zones.zone("example.no").custId });
    await world.configure({ hostnames: [ola] });
    return world;
  };

  it("goes through records from the beginning, and the list of zones is asked for once in a lifetime", async () => {
    const world = await startOla();
    const first = await startInProcess(world);
    await first.settled(1);
    expect(world.published(ola)).toEqual(["185.0.2.1"]);
    expect(world.updates()).toBe(0);
    await first.stop();
    const again = await startInProcess(world);
    world.services.address = "185.0.2.2";
    const before = world.simulator.requests.length;
    await again.passToRound(30_000);
    await vi.waitFor(() => expect(world.published(ola)).toEqual(["185.0.2.2"]), patience);
    const asked = world.simulator.requests.slice(before).filter(({ path }) => path === "/dns/zones");
    expect(asked.length).toBeLessThanOrEqual(1);
    expect(world.updates()).toBe(0);
  });

  it("is not held for a nohost of dyndns while the list of zones can't be had", async () => {
    const world = await startOla();
    const { faults } = world.simulator;
    faults.inject({ kind: "status", status: 500 }, { route: "GET /dns/zones", times: Number.POSITIVE_INFINITY });
    faults.inject({ kind: "word", word: "nohost" }, everyUpdate);
    const { settled, passToRound, daemon } = await startInProcess(world);
    await settled(1);
    expect(daemon.status().hostnames).toMatchObject([{ state: "waiting", result: "nohost" }]);
    expect(daemon.status().hostnames[0]?.nextAttemptAt).not.toBeNull();
    faults.clear();
    faults.inject({ kind: "word", word: "nohost" }, everyUpdate);
    await passToRound(30_000);
    expect(world.published(ola)).toEqual(["185.0.2.1"]);
    expect(daemon.status().hostnames).toMatchObject([{ state: "ok" }]);
  });
});

describe("a hold", () => {
  it("survives a restart, and retry lifts it", async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: "word", word: "abuse" }, { route: "GET /dns/dyndns" });
    const before = await startInProcess(world);
    await before.settled(1);
    expect(before.daemon.status().health).toBe("failing");
    await before.stop();
    const { settled, daemon, passToRound } = await startInProcess(world);
    await settled(1);
    await passToRound(30_000);
    expect(daemon.status().hostnames).toMatchObject([{ state: "held", result: "abuse" }]);
    expect(world.updates()).toBe(1);
    expect((await daemon.retry(home)).outcomes).toMatchObject([{ action: "update", result: "good" }]);
    expect(daemon.status().health).toBe("ok");
  });

  it("of the account is probed after an hour, and lifted when the credential is good again", async () => {
    const world = await startWorld();
    await world.configure({ engine: "dyndns", schedule: "*/20 * * * *" });
    world.simulator.faults.inject({ kind: "status", status: 401 });
    const { settled, daemon, passToRound } = await startInProcess(world);
    await settled(1);
    expect(daemon.status().account.state).toBe("held");
    for (let round = 0; round < 2; round++) await passToRound(20 * minute);
    expect(world.simulator.requests).toHaveLength(1);
    await passToRound(20 * minute);
    expect(world.published()).toEqual(["185.0.2.1"]);
    expect(world.simulator.requests.map(({ path }) => path)).toEqual(["/dns/dyndns", "/dns/zones", "/dns/dyndns"]);
  });

  it("of the account is lifted by another credential", async () => {
    const world = await startWorld();
    await world.configure({ account: { api_key: `flux_live_${"f".repeat(64)}`, base_url: world.simulator.url } });
    const running = await startInProcess(world);
    await running.settled(1);
    expect(running.daemon.status()).toMatchObject({ health: "failing", account: { state: "held" } });
    await world.configure();
    await running.reload();
    expect((await running.settled(2)).outcomes).toMatchObject([{ action: "update", result: "good" }]);
    expect(running.daemon.status()).toMatchObject({ health: "ok", account: { state: "ok" } });
  });

  it("can be lifted for a configured hostname only", async () => {
    const { daemon, settled } = await startInProcess(await startWorld());
    await settled(1);
    await expect(daemon.retry("other.example.no")).rejects.toBeInstanceOf(UnknownHostname);
  });
});

describe("another configuration", () => {
  it("is taken over with the next round, at once, and what is known stays", async () => {
    const world = await startWorld();
    const running = await startInProcess(world);
    await running.settled(1);
    await world.configure({ hostnames: [home, "www.example.no"] });
    await running.reload();
    const report = await running.settled(2);
    expect(report.outcomes).toMatchObject([
      { hostname: home, action: "none" },
      { action: "update", result: "good" },
    ]);
  });

  it("that comes during a round costs nothing of what that round publishes", async () => {
    const world = await startWorld();
    const running = await startInProcess(world);
    await running.settled(1);
    world.services.address = null;
    const round = running.daemon.update({ force: false });
    await vi.waitFor(() => expect(world.services.asked).toBeGreaterThan(2), patience);
    const reloaded = running.reload();
    await settle();
    world.services.address = "185.0.2.4";
    expect((await round).outcomes).toMatchObject([{ result: "good", address: "185.0.2.4" }]);
    await reloaded;
    expect((await running.settled(3)).outcomes).toMatchObject([{ action: "none", address: "185.0.2.4" }]);
    expect(world.updates()).toBe(2);
  });
});

describe("the state on disk", () => {
  it("makes a restart send nothing that is published already", async () => {
    const world = await startWorld();
    const before = await startInProcess(world);
    await before.settled(1);
    await before.stop();
    const { settled } = await startInProcess(world);
    expect((await settled(1)).outcomes).toMatchObject([{ action: "none" }]);
    expect(world.updates()).toBe(1);
  });

  it("is written again when somebody deletes it", async () => {
    const world = await startWorld();
    const { settled, passToRound, store } = await startInProcess(world);
    await settled(1);
    await store.flush();
    const file = join(world.stateDir, "state.json");
    const text = await readFile(file, "utf8");
    await rm(file);
    await passToRound(30_000);
    await store.flush();
    expect(JSON.parse(await readFile(file, "utf8")).hostnames).toEqual(JSON.parse(text).hostnames);
  });

  it("that can't be written is a fault that is told, and written when it can be again", async () => {
    const world = await startWorld();
    const { settled, passToRound, daemon, log, store } = await startInProcess(world);
    await settled(1);
    await store.flush();
    await rename(world.stateDir, `${world.stateDir}.aside`);
    await writeFile(world.stateDir, "");
    world.services.address = "185.0.2.5";
    await passToRound(30_000);
    await passToRound(30_000);
    expect(world.published()).toEqual(["185.0.2.5"]);
    expect(daemon.status()).toMatchObject({ health: "degraded", problems: [expect.stringContaining(world.stateDir)] });
    expect(log.filter(({ level, msg }) => level === "warn" && msg.includes(world.stateDir))).toHaveLength(1);
    await rm(world.stateDir);
    await passToRound(30_000);
    await store.flush();
    await passToRound(30_000);
    expect(daemon.status()).toMatchObject({ problems: [], health: "ok" });
    expect(await readFile(join(world.stateDir, "state.json"), "utf8")).toContain("185.0.2.5");
  });
});

describe("the clock", () => {
  it("at 1970 keeps nobody from looking and publishing", async () => {
    const world = await startWorld();
    const clock = createClock(60_000);
    const { settled, passToRound } = await startInProcess(world, { clock });
    expect((await settled(1)).outcomes).toMatchObject([{ result: "good" }]);
    clock.setWall(Date.UTC(2026, 0, 1));
    world.services.address = "185.0.2.6";
    expect((await passToRound(10_000)).startedAt).toMatch(/^2026/);
    expect(world.published()).toEqual(["185.0.2.6"]);
  });

  it.each([
    ["ahead by 30 days", 30 * 24 * hour],
    ["back by an hour", -hour],
  ])("set %s brings one round, and stops none", async (_, by) => {
    const world = await startWorld();
    const { settled, passToRound, clock, rounds } = await startInProcess(world);
    await settled(1);
    clock.setWall(by);
    await passToRound(10_000);
    expect(rounds).toHaveLength(2);
    await passToRound(30_000);
    await passToRound(30_000);
    expect(rounds.length).toBeLessThanOrEqual(5);
  });
});

describe("the sources", () => {
  it("that keep silent leave what is published, and are asked again soon where the schedule is slow", async () => {
    const world = await startWorld();
    await world.configure({ schedule: "0 * * * *" });
    const running = await startInProcess(world);
    await running.settled(1);
    world.services.address = null;
    const asked = running.daemon.update({ force: false });
    for (let second = 0; second < 16; second++) {
      await settle();
      await running.clock.pass(1_000);
    }
    expect((await asked).outcomes).toMatchObject([
      { action: "none", address: null, reason: expect.stringContaining("keeping 185.0.2.1") },
    ]);
    world.services.address = "185.0.2.7";
    await running.passToRound(31_000);
    expect(world.published()).toEqual(["185.0.2.7"]);
  });
});

describe("an address that keeps changing back and forth", () => {
  it("is damped, which the status shows and the log tells once, and never sent more often than max_updates_per_hour", async () => {
    const world = await startWorld();
    await world.configure({ max_updates_per_hour: 5 });
    const running = await startInProcess(world);
    await running.settled(1);
    const sentAtMs: number[] = [];
    let waits = "";
    let stays = "";
    const told = (words: RegExp) => running.log.filter(({ msg }) => words.test(msg)).length;
    for (let round = 1; round <= 60; round++) {
      world.services.address = round % 2 === 0 ? "185.0.2.1" : "185.0.2.2";
      const before = world.updates();
      await running.passToRound(30_000);
      if (world.updates() > before) sentAtMs.push(running.clock.steadyMs());
      const [line] = running.daemon.status().hostnames;
      if (line?.state === "waiting") waits = line.reason ?? "";
      else stays = line?.reason ?? "";
    }
    expect(waits).toMatch(/keeps changing back and forth: it is published once it has been stable for \d+ (s|min)/);
    expect(stays).toMatch(
      /keeps changing back and forth: another one is published once it has been stable for \d+ min/,
    );
    expect(sentAtMs.length).toBeLessThanOrEqual(5);
    expect([told(/keeps changing back and forth/), told(/recovered/)]).toEqual([1, 0]);
    const [line] = running.daemon.status().hostnames;
    expect(line).toMatchObject({ state: line?.published === line?.wanted ? "ok" : "waiting" });
    world.services.address = "185.0.2.7";
    await running.clock.pass(2 * hour);
    await settle();
    expect(world.published()).toEqual(["185.0.2.7"]);
    expect([told(/keeps changing back and forth/), told(/recovered \(after/)]).toEqual([1, 1]);
    expect(running.daemon.status().hostnames).toMatchObject([{ state: "ok", reason: null }]);
  });
});
