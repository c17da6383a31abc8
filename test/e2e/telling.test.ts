import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { address, prepareScene, type Scene } from "./scene.ts";

const { ipv4 } = address;
const onUpdate = { route: "GET /dns/dyndns", times: Infinity };
const count = (text: string, pattern: RegExp) => text.match(new RegExp(pattern, "g"))?.length ?? 0;

describe.concurrent("records taking over from dyndns", () => {
  const tookOver = /dyndns refuses the API key[^"]*the records API publishes instead/;

  it("is said once by `once`, and not again by the next", async () => {
    const scene = await prepareScene();
    scene.simulator.faults.inject({ kind: "word", word: "badauth" }, onUpdate);
    const first = await scene.once();
    expect([first.code, scene.records("home.example.no", "A")]).toEqual([0, [ipv4]]);
    expect(count(first.stderr, tookOver)).toBe(1);
    const second = await scene.once("--force");
    expect([second.code, count(second.said, tookOver)]).toEqual([0, 0]);
  });

  it("is said once by the daemon, whatever follows, and stands in its status", async () => {
    const scene = await prepareScene({ schedule: "* * * * * *" });
    scene.simulator.faults.inject({ kind: "word", word: "badauth" }, onUpdate);
    const daemon = scene.start("run");
    await daemon.until(tookOver);
    expect((await scene.run("update --force")).code).toBe(0);
    expect(count(daemon.said(), tookOver)).toBe(1);
    const { json } = await scene.run("status --output json");
    expect(json).toMatchObject({ health: "ok", notes: [expect.stringMatching(tookOver)] });
  });
});

it.concurrent("A zone of three labels is published through records, from the first request on", async () => {
  const scene = await prepareScene({ hostnames: ["ola.priv.no"] }, { zones: ["ola.priv.no"] });
  const { code } = await scene.once();
  expect([code, scene.asked(), scene.records("ola.priv.no", "A")]).toEqual([0, [], [ipv4]]);
});

describe.concurrent("a held account", () => {
  it("is an error in the log, once, and one sentence in the status, with its next probe", async () => {
    const scene = await prepareScene({ engine: "dyndns", hostnames: ["a.example.no", "b.example.no"] });
    scene.simulator.faults.inject({ kind: "word", word: "badauth" }, onUpdate);
    scene.configure({ log: { level: "info", format: "json" } });
    const daemon = scene.start("run");
    await daemon.until(/the account: .* refuses the API key/);
    const line = daemon
      .said()
      .split("\n")
      .filter((text) => text.includes("refuses the API key"));
    expect(line.map((text) => JSON.parse(text).level)).toEqual(["error"]);
    const { stdout } = await scene.run("status");
    expect(count(stdout, /refuses the\s+API\s+key/)).toBe(1);
    expect(stdout).toMatch(/The account is on hold: [^.]*; next\s+attempt\s+in \d+ min\./);
    expect((await scene.run("status --output json")).json.account.nextProbeAt).toMatch(/^\d{4}-/);
  });
});

describe.concurrent("a start without an address", () => {
  it("is said, and is not a success, though everything is published from before", async () => {
    const scene = await prepareScene();
    const file = join(scene.dir, "address");
    writeFileSync(file, ipv4);
    scene.configure({ ipv4: { sources: [`file:${file}`] }, log: { level: "info", format: "json" } });
    expect((await scene.once()).code).toBe(0);
    writeFileSync(file, "");
    const daemon = scene.start("run");
    await daemon.until(/"notice":"trouble"/);
    const { json } = await scene.run("status --output json");
    expect(json).toMatchObject({
      health: "starting",
      problems: [expect.stringMatching(/^No address has been confirmed since the start: /)],
      hostnames: [{ published: ipv4 }],
    });
    writeFileSync(file, ipv4);
    expect((await scene.run("update")).code).toBe(0);
    expect((await scene.run("status --output json")).json).toMatchObject({ health: "ok", problems: [] });
  });
});

describe.concurrent("how soon an address was published", () => {
  const days = 3;
  /** As if all so far had happened some days ago. */
  const age = (state: unknown) =>
    JSON.stringify(state).replace(/"(\d{4}-[^"]*Z)"/g, (_, iso) =>
      JSON.stringify(new Date(Date.parse(iso) - days * 86_400_000).toISOString()),
    );
  const history = async (scene: Scene) => (await scene.run("history --output json")).json;

  it("is not told of a hostname that is new", async () => {
    const scene = await prepareScene();
    await scene.once();
    writeFileSync(scene.stateFile, age(scene.state()));
    scene.configure({ hostnames: ["home.example.no", "new.example.no"] });
    await scene.once();
    const [first, second] = await history(scene);
    expect(first.durationMs).toBeLessThan(60_000);
    expect(second).toMatchObject({ hostname: "new.example.no", old: null, durationMs: null, reason: null });
  });

  it("is not told of a record that is put back, which is not its first publication", async () => {
    const scene = await prepareScene();
    await scene.once();
    const state = scene.state();
    state.hostnames["home.example.no"].ipv4.published = null; // as a look at the zone leaves it that finds nothing there
    writeFileSync(scene.stateFile, age(state));
    await scene.once();
    expect((await history(scene))[1]).toMatchObject({ old: null, durationMs: null, reason: "Its record was missing." });
    expect((await scene.run("history")).stdout).toContain(`${ipv4} (published again)`);
  });

  it("is told of a change that could not be published for a while", async () => {
    const scene = await prepareScene();
    await scene.once();
    scene.configure({ ipv4: { sources: [`static:${address.other4}`] } });
    scene.simulator.faults.inject({ kind: "status", status: 500 }, { route: "GET /dns/dyndns", times: 1 });
    await scene.once();
    const state = scene.state();
    state.hostnames["home.example.no"].ipv4.wait = null;
    state.account.wait = null;
    writeFileSync(scene.stateFile, JSON.stringify(state));
    await scene.once();
    const changes = (await history(scene)).filter(({ event }: { readonly event: string }) => event === "changed");
    expect(changes[1].durationMs).toBeGreaterThan(0);
  });
});

it.concurrent("The log line of a change says which sources confirmed it", async () => {
  const scene = await prepareScene({ log: { level: "info", format: "json" } });
  const daemon = scene.start("run");
  await daemon.until(/now points to/);
  const line = daemon
    .said()
    .split("\n")
    .find((text) => text.includes("now points to"));
  expect(JSON.parse(line ?? "")).toMatchObject({ level: "info", confirmedBy: `static:${ipv4}` });
});
