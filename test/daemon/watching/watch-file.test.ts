import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { watchFile } from "../../../src/daemon/watching/watch-file.ts";
import { systemClock } from "../../../src/platform/clock.ts";

/** A file that is watched, and its sleeps, each of which lasts until the test ends it. */
function watch() {
  const dir = mkdtempSync(join(tmpdir(), "watch-file-"));
  const file = join(dir, "clients.json");
  writeFileSync(file, "[1]");
  const sleeps: (() => void)[] = [];
  const sleep = () => new Promise<void>((resolve) => void sleeps.push(resolve));
  let told = 0;
  const stop = watchFile(file, { ...systemClock, sleep }, () => {
    told++;
  });
  onTestFinished(() => {
    stop();
    rmSync(dir, { recursive: true, force: true });
  });
  let turns = 0;
  /** Has it look once more, and resolves when it sleeps again. */
  const turn = async () => {
    await expect.poll(() => sleeps.length, { timeout: 60_000 }).toBeGreaterThan(turns);
    sleeps[turns++]?.();
    await expect.poll(() => sleeps.length, { timeout: 60_000 }).toBeGreaterThan(turns);
  };
  return { file, turn, told: () => told };
}

it("tells of a change once it stays, and of nothing that was only half written", async () => {
  const { file, turn, told } = watch();
  await turn();
  // Emptied, as by a shell's `>`, and written a moment later.
  writeFileSync(file, "");
  await turn();
  expect(told()).toBe(0);
  writeFileSync(file, "[1, 2]");
  await turn();
  expect(told()).toBe(0);
  await turn();
  expect(told()).toBe(1);
  rmSync(file);
  await turn();
  await turn();
  expect(told()).toBe(2);
  await turn();
  expect(told()).toBe(2);
});
