import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { emptyState, type State, unknownName } from "../../src/model/state.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { describeDiskError } from "../../src/state/describe-disk-error.ts";
import { openState } from "../../src/state/store.ts";
import { endProcess } from "../end-process.ts";
import { createFakeClock } from "../schedule/fake-clock.ts";
import { buildChild, type ChildProgram } from "./children/start-child.ts";

let parent: string;
let dir: string;
let saver: ChildProgram;

beforeAll(async () => {
  saver = await buildChild("save-child.ts");
});
afterAll(() => saver.remove());

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "state-"));
  dir = join(parent, "state");
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const open = () => openState({ dir, clock: systemClock });
const file = () => join(dir, "state.json");
const readState = async (): Promise<State> => JSON.parse(await readFile(file(), "utf8"));
const damagedFiles = async () => (await readdir(dir)).filter((entry) => entry.startsWith("state.json.damaged-"));

function stateWith(fingerprint: string): State {
  const state = emptyState("salt");
  return { ...state, account: { ...state.account, fingerprint } };
}

async function saveAndFlush(fingerprint: string) {
  const store = await open();
  store.save(stateWith(fingerprint));
  await store.flush();
  return store;
}

describe("the state", () => {
  it("is remembered by the next run, in a file for its owner only", async () => {
    await saveAndFlush("one");
    expect((await open()).state()).toEqual(stateWith("one"));
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    expect(await readdir(dir)).toEqual(["state.json"]);
  });

  it("begins empty, with a salt of its own, and writes nothing by itself", async () => {
    const [one, other] = [await open(), await open()];
    expect(one.state().hostnames).toEqual({});
    expect(one.state().account.salt).toMatch(/^[0-9a-f]{32}$/);
    expect(one.state().account.salt).not.toBe(other.state().account.salt);
    expect(one.problem()).toBeNull();
    expect(await readdir(parent)).toEqual([]);
  });

  it("is known in memory at once", async () => {
    const store = await open();
    store.save(stateWith("now"));
    expect(store.state().account.fingerprint).toBe("now");
    await store.flush();
  });

  it("is written at once, then at most once a second, the last one always", async () => {
    const clock = createFakeClock();
    const store = await openState({ dir, clock });
    const writtenAfter = async (ms: number, fingerprint: string) => {
      await clock.pass(ms);
      // Time enough for a write that should not be; one that should be may take longer.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await expect.poll(async () => (await readState()).account.fingerprint).toBe(fingerprint);
    };
    store.save(stateWith("1"));
    await writtenAfter(0, "1");
    for (const fingerprint of ["2", "3", "4"]) store.save(stateWith(fingerprint));
    await writtenAfter(900, "1");
    await writtenAfter(100, "4");
    store.save(stateWith("5"));
    await store.flush();
    expect((await readState()).account.fingerprint).toBe("5");
  });

  it("is on disk for who waits, though others go on saving without end", async () => {
    const store = await open();
    let count = 0;
    const others = setInterval(() => store.save(stateWith(`other ${count++}`)), 1);
    try {
      store.save(stateWith("mine"));
      await store.flush();
      expect((await readState()).account.fingerprint).toMatch(/^mine$|^other/);
      await Promise.all(Array.from({ length: 50 }, () => store.flush()));
    } finally {
      clearInterval(others);
    }
    await store.flush();
    expect((await readState()).account.fingerprint).toBe(`other ${count - 1}`);
  });

  it("is written only when it changed", async () => {
    const store = await saveAndFlush("same");
    const before = await stat(file());
    store.save(stateWith("same"));
    await store.flush();
    const again = await open();
    again.save(again.state());
    await again.flush();
    expect((await stat(file())).ino).toBe(before.ino);
  });

  it("is written as it is then, also when its inner objects were changed in place", async () => {
    const store = await saveAndFlush("old");
    const hostnames: Record<string, State["hostnames"][string]> = {};
    for (const name of ["a.no", "b.no"]) {
      hostnames[name] = { ipv4: unknownName };
      store.save({ ...stateWith("one"), hostnames });
      await store.flush();
    }
    expect(Object.keys((await readState()).hostnames)).toEqual(["a.no", "b.no"]);
  });

  it("is not even rendered again when it is the object that was written last", async () => {
    const store = await open();
    let rendered = 0;
    const salt = { toJSON: () => `salt ${++rendered}` } as unknown as string; // tells when it is rendered
    const state = { ...stateWith("same"), account: { ...stateWith("same").account, salt } };
    for (let round = 0; round < 3; round++) {
      store.save(state);
      await store.flush();
    }
    const rounds = rendered;
    store.save({ ...state });
    await store.flush();
    expect(rendered).toBeGreaterThan(rounds);
    expect(rounds).toBe(2);
  });

  it("whose file or directory was deleted meanwhile is written again", async () => {
    const store = await saveAndFlush("kept");
    for (const path of [file(), dir]) {
      await rm(path, { recursive: true });
      store.save(stateWith("kept"));
      await store.flush();
      expect((await readState()).account.fingerprint).toBe("kept");
      expect(store.problem()).toBeNull();
    }
  });

  it("whose file is deleted as soon as it is there is written again", async () => {
    const store = await open();
    store.save(stateWith("kept"));
    while (!existsSync(file())) await setImmediate();
    rmSync(file());
    await store.flush();
    expect(existsSync(file())).toBe(false);
    store.save(stateWith("kept"));
    await store.flush();
    expect((await readState()).account.fingerprint).toBe("kept");
  });

  it("leaves no litter of a write that was cut off", async () => {
    await mkdir(dir);
    await writeFile(join(dir, ".state.json.4711.tmp"), "{");
    await open();
    expect(await readdir(dir)).toEqual([]);
  });
});

describe("a state file that can't be used", () => {
  it.each([
    ["{ cut off", /it is not a JSON object/],
    ['{"version":2}', /newer version of this program/],
    ["", /it is not a JSON object/],
  ])("(%j) is moved aside and reported, and the run goes on", async (text, reason) => {
    await mkdir(dir);
    await writeFile(file(), text);
    const store = await open();
    const [aside = ""] = await damagedFiles();
    expect(await readFile(join(dir, aside), "utf8")).toBe(text);
    expect(store.warnings).toEqual([expect.stringMatching(reason)]);
    expect(store.warnings[0]).toContain(join(dir, aside));
    expect(store.problem()).toBeNull();
    store.save(stateWith("new"));
    await store.flush();
    expect((await open()).warnings).toEqual([]);
  });

  it.each([
    ["a named pipe", (path: string) => execFileSync("mkfifo", [path])],
    ["an endless device", (path: string) => execFileSync("ln", ["-s", "/dev/zero", path])],
    ["a link to itself", (path: string) => execFileSync("ln", ["-s", path, path])],
  ])("is moved aside when it is %s", async (_, make) => {
    await mkdir(dir);
    make(file());
    expect((await open()).warnings).toEqual([
      expect.stringMatching(/it is (not a regular file|a symbolic link in a loop)/),
    ]);
    expect(await damagedFiles()).toHaveLength(1);
  });

  it.runIf(process.getuid?.() === 0)(
    "because of its owner is not damage, and what it remembers is not lost",
    async () => {
      await saveAndFlush("kept");
      await chmod(parent, 0o755);
      execFileSync("chown", ["65534:65534", dir]);
      const run = () =>
        execFileSync(process.execPath, [saver.path, dir, "1"], { uid: 65_534, gid: 65_534, encoding: "utf8" });
      expect(run()).toContain(`user 65534:65534 can't read the state file ${file()}`);
      expect((await readState()).account.fingerprint).toBe("kept");
      expect(await damagedFiles()).toEqual([]);
      execFileSync("chown", ["65534:65534", file()]);
      expect(run()).not.toContain("can't read the state file");
      expect(await damagedFiles()).toEqual([]);
    },
  );

  it.runIf(process.getuid?.() === 0)("that root writes belongs to whom the directory belongs to", async () => {
    await mkdir(dir);
    execFileSync("chown", ["65534:65533", dir]);
    await saveAndFlush("a");
    expect(await stat(file())).toMatchObject({ uid: 65_534, gid: 65_533 });
  });

  it("is moved aside when it is a directory, too", async () => {
    await mkdir(file(), { recursive: true });
    expect((await open()).warnings).toEqual([expect.stringContaining("it is a directory")]);
    expect(await damagedFiles()).toHaveLength(1);
  });
});

describe("a directory of others", () => {
  it("to which everybody may write is warned of", async () => {
    await mkdir(dir);
    await chmod(dir, 0o777);
    expect((await open()).warnings).toEqual([expect.stringContaining(`run: chmod 700 ${dir}`)]);
    await chmod(dir, 0o700);
    expect((await open()).warnings).toEqual([]);
  });

  it.skipIf(process.getuid?.() !== 0)("warns root of one that is another user's", async () => {
    await mkdir(dir, { mode: 0o700 });
    await chown(dir, 4711, 4711);
    expect((await open()).warnings).toEqual([expect.stringContaining("belongs to another user (4711)")]);
  });
});

describe("a directory that can't be written", () => {
  it("is a problem with what to do, and is tried again with each save", async () => {
    await writeFile(dir, "a file in the way");
    const store = await open();
    const problem = `the state directory ${dir} can't be used: it is a file; set another state_dir`;
    expect(store.problem()).toBe(problem);
    const heard = new Set<string | null>();
    const listening = setInterval(() => heard.add(store.problem()), 0);
    for (let attempt = 0; attempt < 20; attempt++) {
      store.save(stateWith("a"));
      expect(store.problem()).toBe(problem);
      await store.flush();
    }
    clearInterval(listening);
    expect([...heard]).toEqual([problem]);
    expect(store.state().account.fingerprint).toBe("a");
    await rm(dir);
    store.save(store.state());
    await store.flush();
    expect(store.problem()).toBeNull();
    expect((await readState()).account.fingerprint).toBe("a");
  });

  it("names the file that is in the way, wherever in the path it is", async () => {
    await writeFile(dir, "a file in the way");
    const store = await openState({ dir: join(dir, "below", "it"), clock: systemClock });
    expect(store.problem()).toContain(`can't be used: ${dir} is a file; set another state_dir`);
    store.save(stateWith("a"));
    await store.flush();
    expect(store.problem()).toContain(`can't be used: ${dir} is a file; set another state_dir`);
  });

  it("because of its owner names the exact chown", async () => {
    const denied = Object.assign(new Error("denied"), { code: "EACCES" });
    const owner = `${process.getuid?.()}:${process.getgid?.()}`;
    await mkdir(dir);
    expect(await describeDiskError(denied, dir)).toBe(
      `the state directory ${dir} can't be written by user ${owner} (it belongs to ${owner}); run: sudo chown -R ${owner} ${dir}`,
    );
    const missing = join(dir, "it's new");
    expect(await describeDiskError(denied, missing)).toContain(
      `run: sudo mkdir -p '${dir}/it'\\''s new' && sudo chown ${owner} '${dir}/it'\\''s new'`,
    );
  });

  it.runIf(process.getuid?.() !== 0)("because of its mode is found on opening", async () => {
    await mkdir(dir);
    await chmod(dir, 0o500);
    expect((await open()).problem()).toMatch(/run: sudo chown -R \d+:\d+ /);
    await chmod(dir, 0o700);
  });

  it.runIf(canMount())("because the disk is full keeps the old file, and is over when there is room", async () => {
    await mkdir(dir);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", dir]);
    try {
      const store = await saveAndFlush("before");
      await writeFile(join(dir, "filler"), Buffer.alloc(56 * 1024));
      store.save(stateWith("x".repeat(20_000)));
      await store.flush();
      expect(store.problem()).toContain("the disk is full; free some space");
      expect((await readState()).account.fingerprint).toBe("before");
      await rm(join(dir, "filler"));
      store.save(store.state());
      await store.flush();
      expect(store.problem()).toBeNull();
      expect((await readState()).account.fingerprint).toHaveLength(20_000);
      execFileSync("mount", ["-o", "remount,ro", dir]);
      store.save(stateWith("later"));
      await store.flush();
      expect(store.problem()).toContain("the file system is read-only");
      expect((await open()).problem()).toContain("the file system is read-only");
    } finally {
      execFileSync("umount", [dir]);
    }
  });
});

describe("kill -9", () => {
  it("at any moment leaves a state that can be used", async () => {
    let lastRound = -1;
    for (let attempt = 0; attempt < 15; attempt++) {
      const { child, line } = saver.start(dir);
      expect(await line).toBe("[null]");
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      await endProcess(child);
      const store = await open();
      expect(store.warnings).toEqual([]);
      const names = Object.values(store.state().hostnames);
      if (names.length > 0) {
        expect(names).toHaveLength(200);
        expect(new Set(names.map((name) => name.ipv4?.published)).size).toBe(1);
        lastRound = attempt;
      }
    }
    expect(lastRound).toBeGreaterThan(0);
    expect(await damagedFiles()).toEqual([]);
  });
});

function canMount(): boolean {
  try {
    execFileSync("unshare", ["--mount", "true"], { stdio: "ignore" });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}
