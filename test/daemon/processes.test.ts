import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { claimStateDir } from "../../src/state/claim.ts";
import { limitHere } from "../slowness.ts";
import { runProduct, startProduct } from "./start-product.ts";
import { home, startWorld, type World } from "./start-world.ts";

const isRoot = process.getuid?.() === 0;
const now = { to: "now points to" };

async function startPublished(world: World) {
  const daemon = startProduct(world, ["run"]);
  await daemon.untilLogged(now.to);
  return daemon;
}

/** Has a state directory that can't be written; gives the user to run as where root would write all the same. */
async function shutStateDir(world: World): Promise<number | undefined> {
  const user = isRoot ? 65_534 : undefined;
  await mkdir(world.stateDir);
  await chmod(world.stateDir, 0o555);
  await chmod(world.dir, 0o755);
  if (user !== undefined) await chown(world.configFile, user, user);
  return user;
}

async function readState(world: World) {
  return JSON.parse(await readFile(join(world.stateDir, "state.json"), "utf8"));
}

describe("run", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "ends within 2 s of %s, also when nobody answers, with its state saved",
    async (signal) => {
      const world = await startWorld();
      await world.configure({ schedule: "* * * * * *" });
      const daemon = await startPublished(world);
      world.services.address = null;
      const { asked } = world.services;
      await vi.waitFor(() => expect(world.services.asked).toBeGreaterThan(asked), 120_000);
      const startedMs = performance.now();
      daemon.child.kill(signal);
      expect(await daemon.finished).toMatchObject({ code: 0, signal: null });
      const tookMs = performance.now() - startedMs;
      expect(tookMs).toBeLessThan(await limitHere(2_000));
      expect((await readState(world)).hostnames[home].ipv4.published).toBe("185.0.2.1");
    },
  );

  it("ends within 2 s of SIGTERM while a request is under way, and settles what became of it after a restart", async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: "silence" }, { afterEffect: true });
    const daemon = startProduct(world, ["run"]);
    await vi.waitFor(() => expect(world.updates()).toBe(1), 120_000);
    const startedMs = performance.now();
    daemon.child.kill("SIGTERM");
    expect(await daemon.finished).toMatchObject({ code: 0 });
    const tookMs = performance.now() - startedMs;
    expect(tookMs).toBeLessThan(await limitHere(2_000));
    await startPublished(world);
    expect(world.updates()).toBe(2);
    expect(world.published()).toEqual(["185.0.2.1"]);
  });

  it("calls no trouble over because it ends", async () => {
    const world = await startWorld();
    await world.configure({ http: { listen: "127.0.0.1:0" } });
    await mkdir(join(world.stateDir, "http-token"), { recursive: true, mode: 0o700 });
    const daemon = await startPublished(world);
    await daemon.untilLogged("http-token");
    daemon.child.kill("SIGTERM");
    expect(await daemon.finished).toMatchObject({ code: 0 });
    expect(daemon.logged("recovered")).toEqual([]);
  });

  it("is waited for no longer, and believed in nothing, where what holds the directory answers nonsense", async () => {
    const world = await startWorld();
    for (const nonsense of [
      null,
      5,
      {},
      { health: "ok" },
      { health: 5, problems: [] },
      { startedAt: "x", outcomes: [null] },
    ]) {
      const claim = await claimStateDir(world.stateDir, async () => nonsense);
      for (const words of [["status"], ["update"], ["retry"], ["once"]]) {
        const { code, stderr } = await runProduct(world, ...words);
        expect([code, stderr], `${words}: ${JSON.stringify(nonsense)}`).toEqual([
          75,
          expect.stringContaining("another version"),
        ]);
      }
      const isHealth = nonsense !== null && typeof nonsense === "object" && nonsense.health === "ok";
      expect(await runProduct(world, "healthcheck")).toMatchObject({ code: isHealth ? 0 : 1 });
      expect(await runProduct(world, "run")).toMatchObject({ code: 78 });
      if (claim.kind === "held") await claim.release();
    }
  });

  it("says that it waits for a single round of another process, and then does its own", async () => {
    const world = await startWorld();
    const claim = await claimStateDir(world.stateDir, async () => ({ busy: true }));
    const daemon = startProduct(world, ["run"]);
    await daemon.untilLogged("waiting for it to finish");
    if (claim.kind === "held") await claim.release();
    await daemon.untilLogged(now.to);
    expect(daemon.logged("waiting for it to finish")).toHaveLength(1);
  });

  it("repeats at most one request after SIGKILL, and takes over the directory of the dead", async () => {
    const world = await startWorld();
    const daemon = await startPublished(world);
    daemon.child.kill("SIGKILL");
    await daemon.finished;
    const next = startProduct(world, ["run"]);
    await next.untilLogged("round done");
    expect(world.updates()).toBeLessThanOrEqual(2);
    expect(next.logged("state directory")).toEqual([]);
    next.child.kill("SIGTERM");
    expect(await next.finished).toMatchObject({ code: 0 });
  });

  it("ends with 78 beside one that is stopped, which the others tell", { timeout: 120_000 }, async () => {
    const world = await startWorld();
    const daemon = await startPublished(world);
    await vi.waitFor(
      async () => expect((await readState(world)).hostnames[home].ipv4.published).toBe("185.0.2.1"),
      60_000,
    );
    daemon.child.kill("SIGSTOP");
    const [run, once, status, check] = await Promise.all([
      runProduct(world, "run"),
      runProduct(world, "once"),
      runProduct(world, "status", "--output", "json"),
      runProduct(world, "healthcheck"),
    ]);
    expect([run.code, once.code, status.code, check.code]).toEqual([78, 69, 69, 1]);
    expect(run.stderr).toContain("another gigahost-ddns, stopped or hung, holds");
    for (const { stderr } of [once, status, check]) expect(stderr).toContain("so it is stopped or hung");
    expect(JSON.parse(status.stdout)).toMatchObject({
      running: false,
      health: "failing",
      hostnames: [{ hostname: home, published: "185.0.2.1" }],
    });
    daemon.child.kill("SIGCONT");
    expect(await runProduct(world, "healthcheck")).toMatchObject({ code: 0 });
  });

  it("makes again what somebody removes from its state directory", { timeout: 120_000 }, async () => {
    const world = await startWorld();
    await world.configure({ schedule: "* * * * * *", http: { listen: "127.0.0.1:0" } });
    const daemon = await startPublished(world);
    // The history is gone with what was in it, until something happens.
    const entries = async () =>
      (await readdir(world.stateDir).catch(() => []))
        .filter((name) => name !== "history.jsonl")
        .map((name) => name.replace(/[0-9a-f]{12}/, "ID"))
        .sort();
    await vi.waitFor(
      async () => expect(await entries()).toEqual(["daemon-ID.sock", "http-token", "state.json"]),
      60_000,
    );
    const token = await readFile(join(world.stateDir, "http-token"), "utf8");
    for (const path of [join(world.stateDir, "*"), world.stateDir]) {
      execFileSync("sh", ["-c", `rm -rf ${path}`]);
      await vi.waitFor(
        async () => expect(await entries()).toEqual(["daemon-ID.sock", "http-token", "state.json"]),
        60_000,
      );
      expect(await readFile(join(world.stateDir, "http-token"), "utf8")).toBe(token);
      expect((await readState(world)).hostnames[home].ipv4.published).toBe("185.0.2.1");
      expect(await runProduct(world, "status")).toMatchObject({ code: 0 });
      expect(await runProduct(world, "run")).toMatchObject({ code: 78 });
    }
    daemon.child.kill("SIGTERM");
    expect(await daemon.finished).toMatchObject({ code: 0 });
    expect(await entries()).toEqual(["http-token", "state.json"]);
  });

  it("takes over a good configuration at SIGHUP without sending again what is published", async () => {
    const world = await startWorld();
    const daemon = await startPublished(world);
    await world.configure({ hostnames: [home, "www.example.no"] });
    daemon.child.kill("SIGHUP");
    await daemon.untilLogged("configuration reloaded");
    await vi.waitFor(() => expect(world.published("www.example.no")).toEqual(["185.0.2.1"]), 120_000);
    expect(world.simulator.requests.map(({ query }) => query.hostname)).toEqual([home, "www.example.no"]);
  });

  it("reloads for a SIGHUP that comes while it is starting, and doesn't end of it", async () => {
    const world = await startWorld();
    const daemon = startProduct(world, ["run"]);
    await daemon.untilLogged(" starts");
    daemon.child.kill("SIGHUP");
    await daemon.untilLogged("configuration reloaded");
    expect(daemon.child.exitCode ?? daemon.child.signalCode).toBeNull();
  });

  it("makes one reload of a storm of SIGHUPs", async () => {
    const world = await startWorld();
    const daemon = await startPublished(world);
    for (let count = 0; count < 300; count++) {
      daemon.child.kill("SIGHUP");
      if (count % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await daemon.untilLogged("configuration reloaded");
    await world.configure({ hostnames: [home, "www.example.no"] });
    daemon.child.kill("SIGHUP");
    await vi.waitFor(() => expect(world.published("www.example.no")).toEqual(["185.0.2.1"]), 120_000);
    // Those that wait in a row would go on for minutes. On a slow machine a storm may last longer than it takes to read once.
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(daemon.logged("configuration reloaded").length).toBeLessThan(6);
  });

  it("reports a bad configuration at SIGHUP, and goes on with the one of before", async () => {
    const world = await startWorld();
    await world.configure({ schedule: "* * * * * *" });
    const daemon = await startPublished(world);
    await world.configure({ schedul: "* * * * * *" });
    daemon.child.kill("SIGHUP");
    await daemon.untilLogged("keeping the previous configuration");
    expect(daemon.logged("unknown key")[0]).toContain("schedule");
    world.services.address = "185.0.2.2";
    await vi.waitFor(() => expect(world.published()).toEqual(["185.0.2.2"]), 120_000);
    expect(daemon.child.exitCode).toBeNull();
  });

  it("reads a file that is being written until it stands still, and forgets nothing meanwhile", async () => {
    const world = await startWorld();
    const names = ["a.example.no", "b.example.no"];
    const text = `account: { api_key: ${defaultApiKey}, base_url: "${world.simulator.url}" }
ipv4: { sources: ${JSON.stringify(world.services.urls)} }
ipv6: { enabled: false }
http: false
verify: false
watch: false
state_dir: ${world.stateDir}
log: { level: debug, format: json }
hostnames:
`;
    const whole = `${text}${names.map((name) => `  - ${name}\n`).join("")}`;
    await writeFile(world.configFile, whole, { mode: 0o600 });
    const daemon = startProduct(world, ["run"]);
    await daemon.untilLogged("round done");
    const sent = world.updates();
    await writeFile(world.configFile, `${text}  - ${names[0]}\n`);
    daemon.child.kill("SIGHUP");
    // Within the time that the file has to stand still; should this machine be slower, the first name's memory is kept.
    await writeFile(world.configFile, `${whole}  - c.example.no\n`);
    daemon.child.kill("SIGHUP");
    await vi.waitFor(() => expect(world.published("c.example.no")).toEqual(["185.0.2.1"]), 120_000);
    expect(world.updates()).toBe(sent + 1);
  });

  it("refuses to be the second one of a state directory, with exit 78 and the directory's name", async () => {
    const world = await startWorld();
    await startPublished(world);
    const second = await runProduct(world, "run");
    expect(second.code).toBe(78);
    expect(second.stderr).toContain(world.stateDir);
    expect(world.updates()).toBe(1);
  });

  it("keeps publishing without a writable directory, and names the exact chown", async ({ skip }) => {
    const world = await startWorld();
    const user = await shutStateDir(world);
    const daemon = startProduct(world, ["run"], user);
    const ended = daemon.finished.then(({ stderr }) => stderr);
    await Promise.race([daemon.untilLogged(now.to), ended]);
    if (daemon.child.exitCode !== null && (await ended).includes("EACCES"))
      skip("another user can't read the program here");
    expect(world.published()).toEqual(["185.0.2.1"]);
    const owner = user === undefined ? `${process.getuid?.()}:${process.getgid?.()}` : `${user}:${user}`;
    await daemon.untilLogged(`sudo chown -R ${owner} ${world.stateDir}`);
  });
});

describe("once", () => {
  it("says once that the directory can't be written", async ({ skip }) => {
    const world = await startWorld();
    const user = await shutStateDir(world);
    const { code, stderr } = await startProduct(world, ["once"], user).finished;
    if (code !== 0 && stderr.includes("EACCES")) skip("another user can't read the program here");
    expect(code).toBe(0);
    expect(stderr.match(/sudo chown -R/g)).toHaveLength(1);
  });

  it("publishes and exits 0, and does nothing when nothing changed", async () => {
    const world = await startWorld();
    expect((await runProduct(world, "once")).code).toBe(0);
    const again = await runProduct(world, "once", "--output", "json");
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout).outcomes).toMatchObject([{ hostname: home, action: "none" }]);
    expect(world.updates()).toBe(1);
  });

  it("hands the round to the daemon that runs beside it", async () => {
    const world = await startWorld();
    await world.configure({ schedule: "0 0 1 1 *" });
    const daemon = await startPublished(world);
    await daemon.untilLogged("round done");
    const once = await runProduct(world, "once", "--force", "--output", "json");
    expect(once.code).toBe(0);
    expect(JSON.parse(once.stdout).outcomes).toMatchObject([{ action: "update", result: "nochg" }]);
    await expect.poll(() => daemon.logged("round done").length).toBe(2);
  });

  it("hands the round over without the credential, which may be the daemon's alone", async () => {
    const world = await startWorld();
    await startPublished(world);
    await world.configure({ account: { base_url: world.simulator.url } });
    const once = await runProduct(world, "once", "--force", "--output", "json");
    expect(once.code).toBe(0);
    expect(JSON.parse(once.stdout).outcomes).toMatchObject([{ action: "update", result: "nochg" }]);
  });

  it("says what is wrong with the configuration where no daemon is running", async () => {
    const world = await startWorld();
    await world.configure({ account: { base_url: world.simulator.url } });
    expect((await runProduct(world, "once")).code).toBe(78);
  });

  it("exits 1 for a hostname that the server refuses, and holds it", async () => {
    const world = await startWorld();
    await world.configure({ hostnames: ["home.example.com"] });
    const { code, stdout } = await runProduct(world, "once", "--output", "json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout).outcomes).toMatchObject([{ result: "nohost" }]);
    expect((await runProduct(world, "once")).code).toBe(1);
    expect(world.updates()).toBe(1);
  });

  it("exits 75 while the server is in trouble", async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: "html", status: 502 });
    expect((await runProduct(world, "once")).code).toBe(75);
  });

  it("exits 77 for a credential that is refused, and sends nothing more with it", async () => {
    const world = await startWorld();
    const apiKey = `flux_live_${"f".repeat(64)}`;
    await world.configure({ account: { api_key: apiKey, base_url: world.simulator.url } });
    const first = await runProduct(world, "once");
    expect(first.code).toBe(77);
    expect(first.stdout + first.stderr).not.toContain(apiKey);
    const sent = world.simulator.requests.length;
    expect((await runProduct(world, "once", "--force")).code).toBe(77);
    expect(world.simulator.requests).toHaveLength(sent);
  });

  it("exits 78 for a configuration that is wrong", async () => {
    const world = await startWorld();
    await world.configure({ schedule: "whenever" });
    const { code, stderr } = await runProduct(world, "once");
    expect(code).toBe(78);
    expect(stderr).toContain(world.configFile);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("with --dry-run shows the plan, sends nothing and writes nothing", async () => {
    const world = await startWorld();
    const { code, stdout } = await runProduct(world, "once", "--dry-run", "--output", "json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).outcomes).toMatchObject([
      { hostname: home, action: "update", address: "185.0.2.1", result: null, reason: "never published" },
    ]);
    expect(world.simulator.requests).toEqual([]);
    expect(existsSync(world.stateDir)).toBe(false);
    await runProduct(world, "once");
    const settled = await runProduct(world, "once", "--dry-run", "--output", "json");
    expect(JSON.parse(settled.stdout).outcomes).toMatchObject([{ action: "none", reason: "already published" }]);
  });
});

describe("retry", () => {
  const abuse = { kind: "word", word: "abuse" } as const;

  it("lifts a hold by itself where no daemon is running", async () => {
    const world = await startWorld();
    world.simulator.faults.inject(abuse);
    expect((await runProduct(world, "once")).code).toBe(1);
    expect((await runProduct(world, "retry", home)).code).toBe(0);
    expect(world.published()).toEqual(["185.0.2.1"]);
  });

  it("has the daemon lift it where one runs", async () => {
    const world = await startWorld();
    world.simulator.faults.inject(abuse);
    const daemon = startProduct(world, ["run"]);
    await daemon.untilLogged("abuse");
    expect((await runProduct(world, "retry")).code).toBe(0);
    expect(daemon.logged(now.to)).toHaveLength(1);
    expect(world.published()).toEqual(["185.0.2.1"]);
  });
});
