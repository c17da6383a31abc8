import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { address, prepareScene } from "./scene.ts";

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
