import { existsSync, readdirSync, readFileSync, type WatchEventType, watch, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { atEnd } from "./at-end.ts";
import { address, prepareScene, type Scene } from "./scene.ts";

const { ipv4, other4 } = address;

/** A source that is another program, asked for the first time and then again; what is in its folder says how far it is. */
function writeSource(scene: Scene, first: string, later: string): { path: (name: string) => string } {
  const path = (name: string) => join(scene.dir, name);
  const waitFor = (name: string) => `for i in $(seq 600); do [ -e ${path(name)} ] && break; sleep 0.1; done`;
  const text = `#!/bin/sh
if mkdir ${path("first")} 2> /dev/null; then ${waitFor("go first")}; ${first}
else touch ${path("later")}; ${waitFor("go later")}; ${later}; fi
`;
  writeFileSync(path("address.sh"), text.replaceAll("go ", "go-"), { mode: 0o700 });
  scene.configure({ ipv4: { sources: [`command:${path("address.sh")}`] } });
  return { path };
}

const untilThere = (path: string) => vi.waitFor(() => expect(existsSync(path), path).toBe(true), 60_000);

/** Which entries of a directory are made, written to or removed from now on. */
function noteChanges(dir: string): ReadonlySet<string> {
  const names = new Set<string>();
  const watcher = watch(dir, (_: WatchEventType, name) => void names.add(String(name)));
  atEnd(() => watcher.close());
  return names;
}

describe.concurrent("a round that finds nothing to do", () => {
  it("claims nothing and writes nothing but that it looked", async () => {
    const scene = await prepareScene();
    await scene.once();
    const changes = noteChanges(dirname(scene.stateFile));
    const { code, json } = await scene.once();
    expect([code, json.outcomes[0].action]).toEqual([0, "none"]);
    // What changes the directory itself is seen after all that came before it.
    writeFileSync(join(dirname(scene.stateFile), "last"), "");
    await expect.poll(() => [...changes].sort()).toEqual(["last", "looks"]);
  });

  it("leaves a hold to wait, with the exit code that it has", async () => {
    const scene = await prepareScene();
    scene.simulator.faults.inject({ kind: "word", word: "abuse" });
    expect((await scene.once()).code).toBe(1);
    const written = readFileSync(scene.stateFile, "utf8");
    scene.forget();
    const { code, json } = await scene.once();
    expect([code, json.outcomes[0].action, scene.asked()]).toEqual([1, "held", []]);
    expect(readFileSync(scene.stateFile, "utf8")).toBe(written);
  });

  it("is a round like any other as soon as something is to be reported", async () => {
    const scene = await prepareScene();
    const file = join(scene.dir, "address");
    writeFileSync(file, ipv4);
    scene.configure({ ipv4: { sources: [`file:${file}`] } });
    await scene.once();
    writeFileSync(file, "");
    await scene.once();
    writeFileSync(file, ipv4);
    expect((await scene.once()).code).toBe(0);
    const events = (await scene.run("history --output json")).json;
    expect(events.map(({ event }: { readonly event: string }) => event)).toEqual(["changed", "trouble", "recovered"]);
  });

  it("asks its sources once when there is something to send after all", async () => {
    const scene = await prepareScene();
    await scene.once();
    const calls = join(scene.dir, "calls");
    const script = join(scene.dir, "address.sh");
    writeFileSync(script, `#!/bin/sh\necho >> ${calls}\nsleep 0.3\necho ${other4}\n`, { mode: 0o700 });
    scene.configure({ ipv4: { sources: [`command:${script}`] } });
    const { code, json } = await scene.once();
    expect([code, json.outcomes[0].result]).toEqual([0, "good"]);
    // The round began when they were asked.
    expect(json.durationMs).toBeGreaterThanOrEqual(300);
    expect(readFileSync(calls, "utf8")).toBe("\n");
  });

  it("lets only one of several that begin together send what all of them detected", async () => {
    const scene = await prepareScene();
    await scene.once();
    scene.forget();
    scene.configure({ ipv4: { sources: [`static:${other4}`] } });
    const ended = await Promise.all(Array.from({ length: 4 }, () => scene.once()));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(scene.asked()).toEqual([{ hostname: "home.example.no", myip: other4 }]);
  });

  it("does not send what it detected before another one published", async () => {
    const scene = await prepareScene();
    await scene.once();
    const { path } = writeSource(scene, "echo 185.0.2.8", "echo 185.0.2.9");
    const slow = scene.start("once");
    await untilThere(path("first"));
    writeFileSync(path("go-later"), "");
    expect((await scene.once()).code).toBe(0);
    writeFileSync(path("go-first"), "");
    expect((await slow.ended).code).toBe(0);
    expect(scene.records("home.example.no", "A")).toEqual(["185.0.2.9"]);
    expect(scene.asked().map(({ myip }) => myip)).toEqual([ipv4, "185.0.2.9"]);
  });

  it("ends when it is stopped, also where another one is at work", async () => {
    const scene = await prepareScene();
    await scene.once();
    const { path } = writeSource(scene, `echo ${ipv4}`, `echo ${ipv4}`);
    const looking = scene.start("once");
    await untilThere(path("first"));
    const holding = scene.start("once --force");
    await untilThere(path("later"));
    looking.child.kill("SIGTERM");
    const { code, stderr } = await looking.ended;
    expect([code, stderr]).toEqual([130, "gigahost-ddns: interrupted\n"]);
    for (const name of ["go-first", "go-later"]) writeFileSync(path(name), "");
    expect((await holding.ended).code).toBe(0);
  });

  it("brings back a wait from the future, which a wrong clock left", async () => {
    const scene = await prepareScene();
    await scene.once();
    const state = scene.state();
    const inTenYears = Date.now() + 10 * 365 * 86_400_000;
    state.hostnames["home.example.no"].ipv4.recentUpdatesMs = [inTenYears];
    writeFileSync(scene.stateFile, `${JSON.stringify(state)}\n`);
    await scene.once();
    expect(scene.state().hostnames["home.example.no"].ipv4.recentUpdatesMs).not.toContain(inTenYears);
  });
});

describe.concurrent("a dry run", () => {
  it("moves nothing aside and tidies nothing up, and says what a round would do", async () => {
    const scene = await prepareScene();
    await scene.once();
    const dir = dirname(scene.stateFile);
    writeFileSync(scene.stateFile, "{ cut off");
    writeFileSync(join(dir, ".state.json.4711.tmp"), "{");
    const before = readdirSync(dir);
    const { code, stderr, json } = await scene.once("--dry-run");
    expect([code, json.outcomes[0].reason]).toEqual([0, "never published"]);
    expect(stderr).toContain("it is not a JSON object; the next round moves it aside and starts a new one");
    expect(readdirSync(dir)).toEqual(before);
    expect(readFileSync(scene.stateFile, "utf8")).toBe("{ cut off");
  });
});
