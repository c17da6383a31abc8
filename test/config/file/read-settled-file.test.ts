import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readSettledFile } from "../../../src/config/file/read-settled-file.ts";

async function makePath(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "settled-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return join(dir, "config.yaml");
}

/**
 * Writes that often, a few times; this process has one loop, so that a slow machine slows down both sides. By rename:
 * between emptying a file and filling it two looks in a row could find it empty.
 */
async function keepWriting(path: string, times: number): Promise<void> {
  for (let time = 1; time <= times; time++) {
    await writeFile(`${path}.new`, "x".repeat(time));
    await rename(`${path}.new`, path);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it("waits until a file that is being written stands still", async () => {
  const path = await makePath();
  await writeFile(path, "");
  const reading = readSettledFile(path, 1000);
  await keepWriting(path, 12);
  expect((await reading).bytes.length).toBe(12);
});

it("waits for a file that an editor puts back", async () => {
  const path = await makePath();
  const reading = readSettledFile(path, 1000);
  await keepWriting(path, 3);
  expect((await reading).bytes.length).toBe(3);
});

it("says of a file that stays away that it is not there", async () => {
  await expect(readSettledFile(await makePath(), 1000)).rejects.toMatchObject({ code: "ENOENT" });
});

it("gives up on one that never stands still", async () => {
  const path = await makePath();
  await writeFile(path, "");
  const writing = keepWriting(path, 130);
  await expect(readSettledFile(path, 1000)).rejects.toMatchObject({ code: "EBUSY" });
  await writing;
});
