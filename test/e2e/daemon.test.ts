import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { limitHere } from "../slowness.ts";
import { atEnd } from "./at-end.ts";
import { address, prepareScene, type Scene } from "./scene.ts";

const { ipv4, other4 } = address;

/** An address that a test can change while the daemon runs. */
function addressFile(scene: Scene): (text: string) => void {
  const file = join(scene.dir, "address");
  const write = (text: string) => writeFileSync(file, text);
  write(ipv4);
  scene.configure({ ipv4: { sources: [`file:${file}`] }, schedule: "* * * * * *" });
  return write;
}

async function until(isSo: () => boolean, timeoutMs = 120_000): Promise<void> {
  for (const startedMs = Date.now(); !isSo(); ) {
    if (Date.now() - startedMs > timeoutMs) throw new Error("it did not come to that in time");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const listens = { http: { listen: "127.0.0.1:0" } };

describe.concurrent("run", () => {
  it("does a round at once, follows a change, and ends within 2 s with its state saved and exit 0", async () => {
    const scene = await prepareScene();
    const write = addressFile(scene);
    const daemon = scene.start("run");
    await until(() => scene.asked().length === 1);
    write(other4);
    await until(() => scene.asked().length === 2);
    await until(() => daemon.said().includes(`now points to ${other4}`));
    const stoppedMs = Date.now();
    daemon.child.kill("SIGTERM");
    expect((await daemon.ended).code).toBe(0);
    const tookMs = Date.now() - stoppedMs;
    expect(tookMs).toBeLessThan(await limitHere(2_000));
    expect(scene.state().hostnames["home.example.no"].ipv4.published).toBe(other4);
    expect(readdirSync(join(scene.dir, "state"))).toEqual(["history.jsonl", "state.json"]);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("ends within 2 s by %s also while the server hangs", async (signal) => {
    const scene = await prepareScene();
    scene.simulator.faults.inject({ kind: "silence" }, { times: Infinity });
    const daemon = scene.start("run");
    await until(() => scene.asked().length === 1);
    const stoppedMs = Date.now();
    daemon.child.kill(signal);
    expect((await daemon.ended).code).toBe(0);
    const tookMs = Date.now() - stoppedMs;
    expect(tookMs).toBeLessThan(await limitHere(2_000));
  });

  it("ends within 2 s also while sources hang", async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    atEnd(() => silent.close());
    const { port } = silent.address() as AddressInfo; // a TCP server's address is an AddressInfo
    const sources = [`http://127.0.0.1:${port}/`, "command:sleep 60"];
    const scene = await prepareScene({ ipv4: { sources } });
    const daemon = scene.start("run");
    await daemon.until(/starts/);
    await new Promise((resolve) => setTimeout(resolve, 700));
    const stoppedMs = Date.now();
    daemon.child.kill("SIGTERM");
    expect((await daemon.ended).code).toBe(0);
    const tookMs = Date.now() - stoppedMs;
    expect(tookMs).toBeLessThan(await limitHere(2_000));
  });

  it("takes over a good configuration by SIGHUP, and keeps the old one when the new one is broken", async () => {
    const scene = await prepareScene();
    addressFile(scene);
    const daemon = scene.start("run");
    await until(() => scene.asked().length === 1);
    scene.configure({ engine: "nonsense" });
    daemon.child.kill("SIGHUP");
    await daemon.until(/keeping the previous configuration/);
    expect(daemon.said()).toMatch(/config\.yaml:\d+:\d+: engine/);
    scene.configure({ engine: "auto", hostnames: ["home.example.no", "new.example.no"] });
    daemon.child.kill("SIGHUP");
    await until(() => scene.records("new.example.no", "A").length === 1);
    expect(scene.asked()).toMatchObject([{ hostname: "home.example.no" }, { hostname: "new.example.no" }]);
  });

  it("keeps from its start what a reload can't change, and says so", async () => {
    const scene = await prepareScene({ notify: [{ url: "webhook+http://127.0.0.1:1/hook" }] });
    const daemon = scene.start("run");
    await until(() => scene.asked().length === 1);
    const other = join(scene.dir, "other");
    const hostnames = ["home.example.no", "new.example.no"];
    scene.configure({ state_dir: other, leadership: { lease: "ddns" }, hostnames });
    daemon.child.kill("SIGHUP");
    await daemon.until(/the new state_dir takes effect after a restart/);
    await daemon.until(/the new leadership\.lease takes effect after a restart/);
    await until(() => scene.records("new.example.no", "A").length === 1);
    daemon.child.kill("SIGTERM");
    expect((await daemon.ended).code).toBe(0);
    expect([existsSync(other), existsSync(join(dirname(scene.stateFile), "notices.json"))]).toEqual([false, true]);
  });

  it("writes JSON where there is no terminal, a warning once per cause, and again on recovery", async () => {
    const scene = await prepareScene();
    const write = addressFile(scene);
    const daemon = scene.start("run");
    await until(() => scene.asked().length === 1);
    write("nonsense");
    await daemon.until(/no address in/);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(daemon.said().match(/no address in/g)).toHaveLength(1);
    write(ipv4);
    await daemon.until(/recovered/);
    for (const line of daemon.said().trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("msg");
    expect(scene.asked()).toHaveLength(1);
  });

  it("goes on when the state file is deleted, and writes it anew", async () => {
    const scene = await prepareScene();
    addressFile(scene);
    const daemon = scene.start("run");
    await until(() => existsSync(scene.stateFile));
    rmSync(scene.stateFile);
    await until(() => existsSync(scene.stateFile));
    daemon.child.kill("SIGTERM");
    expect((await daemon.ended).code).toBe(0);
    expect(scene.asked()).toHaveLength(1);
  });

  it("does the round for `once`, `update` and `retry` beside it, and answers `status` in the form of the contract", async () => {
    const scene = await prepareScene(listens);
    scene.configure({ schedule: "0 0 1 1 *" });
    const daemon = scene.start("run");
    await until(() => existsSync(scene.stateFile));
    expect((await scene.once("--force")).json.outcomes[0]).toMatchObject({ action: "update", result: "nochg" });
    const status = await scene.run("status --output json");
    expect(status.code).toBe(0);
    expect(Object.keys(status.json)).toEqual(
      expect.arrayContaining([
        ...[
          "version",
          "startedAt",
          "health",
          "engine",
          "account",
          "addresses",
          "hostnames",
          "lastRoundAt",
          "nextRoundAt",
        ],
      ]),
    );
    expect(status.json).toMatchObject({ health: "ok", account: { state: "ok", reason: null } });
    expect(status.json.addresses[0]).toMatchObject({ uplink: "default", family: "ipv4", address: ipv4 });
    expect(status.json.hostnames[0]).toEqual({
      hostname: "home.example.no",
      family: "ipv4",
      wanted: ipv4,
      published: ipv4,
      publishedAt: expect.any(String),
      state: "ok",
      result: "nochg",
      reason: null,
      nextAttemptAt: null,
    });
    expect([(await scene.run("update")).code, (await scene.run("retry")).code]).toEqual([0, 0]);
    expect((await scene.run("healthcheck")).code).toBe(0);
    expect((await scene.run("status")).stdout).toContain("home.example.no");
    daemon.child.kill("SIGTERM");
    await daemon.ended;
    expect([(await scene.run("status")).code, (await scene.run("update")).code]).toEqual([69, 69]);
    expect((await scene.run("healthcheck")).code).toBe(1);
  });

  it("leaves the directory to one: a second `run` ends with 78", async () => {
    const scene = await prepareScene();
    const first = scene.start("run");
    await until(() => existsSync(scene.stateFile));
    const second = await scene.run("run");
    expect([second.code, first.child.exitCode]).toEqual([78, null]);
    expect(second.said).toContain("another gigahost-ddns is running");
  });

  it("runs on, degraded, when its port is taken", async () => {
    const taken = createHttpServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    atEnd(() => taken.close());
    const { port } = taken.address() as AddressInfo; // a TCP server's address is an AddressInfo
    const scene = await prepareScene({ http: { listen: `127.0.0.1:${port}` } });
    const daemon = scene.start("run");
    await until(() => scene.asked().length === 1);
    await daemon.until(new RegExp(`${port}`));
    expect(daemon.child.exitCode).toBeNull();
  });

  it("names a held account in its status, exits 77 for `update`, and stays up", async () => {
    const scene = await prepareScene({ ...listens, engine: "dyndns" });
    scene.simulator.faults.inject({ kind: "word", word: "badauth" }, { route: "GET /dns/dyndns", times: Infinity });
    scene.start("run");
    await until(() => existsSync(scene.stateFile) && scene.state().account.hold !== null);
    const { json } = await scene.run("status --output json");
    expect(json).toMatchObject({ health: "failing", account: { state: "held", reason: expect.any(String) } });
    expect(json.hostnames[0]).toMatchObject({ state: "held" });
    expect([(await scene.run("update")).code, (await scene.run("healthcheck")).code]).toEqual([77, 1]);
  });
});

describe.concurrent("what is remembered", () => {
  it.each([
    ["random bytes", Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 7919) % 256))],
    ["half of it", '{"version":1,"account":{"finger'],
    ["another version", '{"version":99}'],
    ["another shape", '{"version":1,"account":[],"addresses":7,"hostnames":null}'],
    ["nothing", ""],
  ])("is moved aside and reported when the file holds %s", async (_, content) => {
    const scene = await prepareScene();
    await scene.once();
    writeFileSync(scene.stateFile, content);
    const { code, stderr, json } = await scene.once();
    expect([code, json.outcomes[0].result]).toEqual([0, "nochg"]);
    expect(stderr).toMatch(/state\.json/);
    expect(readdirSync(join(scene.dir, "state")).filter((name) => name.startsWith("state.json."))).toHaveLength(1);
    expect((await scene.once()).json.outcomes[0].action).toBe("none");
  });

  it("is lost without a writable directory: it publishes all the same and prints the exact chown", async () => {
    const scene = await prepareScene();
    const stateDir = join(scene.dir, "state");
    mkdirSync(stateDir, { mode: 0o755 });
    if (process.getuid?.() !== 0) chmodSync(stateDir, 0o555);
    else for (const path of [scene.dir, scene.configFile]) chownSync(path, 65_534, 65_534);
    const through = process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
    const { code, stderr, said } = await scene.run("once", { through });
    expect([code, scene.records("home.example.no", "A")]).toEqual([0, [ipv4]]);
    expect(said).toMatch(through.length > 0 ? new RegExp(`chown (-R )?65534:65534 ${stateDir}\n`) : stateDir);
    expect(stderr).toContain(stateDir);
  });

  it("costs at most one repeated request per hostname after kill -9 at any moment", async () => {
    const hostnames = Array.from({ length: 60 }, (_, index) => `host${index}.example.no`);
    const scene = await prepareScene({ hostnames });
    const killsAfterMs = [150, 230, 260, 290, 330, 380];
    for (const delayMs of killsAfterMs) {
      const daemon = scene.start("run");
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      daemon.child.kill("SIGKILL");
      await daemon.ended;
    }
    expect((await scene.once()).code).toBe(0);
    const times = new Map<string, number>();
    for (const { hostname = "" } of scene.asked()) {
      for (const name of hostname.split(",")) times.set(name, (times.get(name) ?? 0) + 1);
    }
    expect(times.size).toBe(60);
    // Each kill may cost a hostname one: what was answered within the last second may not be on the disk yet.
    expect(Math.max(...times.values())).toBeLessThanOrEqual(killsAfterMs.length + 1);
    expect(JSON.parse(readFileSync(scene.stateFile, "utf8"))).toHaveProperty("version", 1);
  });
});

const hasFaketime = (() => {
  try {
    return execFileSync("faketime", ["1970-01-02 00:00:00", "date", "+%Y"], { encoding: "utf8" }).trim() === "1970";
  } catch {
    return false;
  }
})();

it.runIf(hasFaketime)(
  "publishes over plain loopback although the clock shows 1970, and says so nowhere as an error",
  async () => {
    const scene = await prepareScene();
    const { code, json } = await scene.run("once --output json", {
      through: ["faketime", "-f", "@1970-01-02 00:00:00"],
    });
    expect([code, json.startedAt.slice(0, 4), json.outcomes[0].result]).toEqual([0, "1970", "good"]);
    expect((await scene.once()).json.outcomes[0].action).toBe("none");
  },
);
