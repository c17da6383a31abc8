import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { lockFile } from "../../../src/platform/files/lock-file.ts";

/** A clock that a wait moves on by itself. */
function prepare() {
  const dir = mkdtempSync(join(tmpdir(), "lock-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  let now = 0;
  const timing = {
    nowMs: () => now,
    sleep: async (ms: number) => {
      now += ms;
      await setImmediate();
    },
  };
  const path = join(dir, "a.lock");
  const lock = (signal = new AbortController().signal) => lockFile(path, timing, signal);
  return { path, lock, now: () => now };
}

it("is one process's at a time", async () => {
  const { path, lock } = prepare();
  const first = await lock();
  let isHeld = true;
  const second = lock().then((taken) => {
    expect(isHeld).toBe(false);
    return taken;
  });
  await setImmediate();
  expect(await first.isOurs()).toBe(true);
  isHeld = false;
  await first.release();
  await (await second).release();
  expect(existsSync(path)).toBe(false);
});

it("takes over what a process left that was killed, once it is sure", async () => {
  const { path, lock, now } = prepare();
  writeFileSync(path, "");
  const taken = await lock();
  expect(now()).toBeGreaterThanOrEqual(10_000);
  expect(await taken.isOurs()).toBe(true);
  await taken.release();
  expect(existsSync(path)).toBe(false);
});

it("is not taken from the living by whoever was stopped between two looks", async () => {
  const { path, lock } = prepare();
  const first = await lock();
  let [now, looks] = [0, 0];
  const timing = {
    nowMs: () => now,
    sleep: async () => {
      now += 15_000;
      looks += 1;
      if (looks === 5) throw new Error("enough");
    },
  };
  await expect(lockFile(path, timing, new AbortController().signal)).rejects.toThrow("enough");
  expect(await first.isOurs()).toBe(true);
  await first.release();
  expect(existsSync(path)).toBe(false);
});

it("says where it can't be made, and stops waiting when told to", async () => {
  const { path, lock } = prepare();
  const stopped = new AbortController();
  writeFileSync(path, "");
  const waiting = lock(stopped.signal);
  stopped.abort(new Error("told to"));
  await expect(waiting).rejects.toThrow("told to");
  const nowhere = lockFile(join(path, "x"), { nowMs: () => 0, sleep: async () => {} }, new AbortController().signal);
  await expect(nowhere).rejects.toMatchObject({ code: "ENOTDIR" });
});
