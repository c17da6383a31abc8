import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readSettledBy } from "../../../src/config/file/read-settled-file.ts";
import { createFakeClock } from "../../schedule/fake-clock.ts";

/** A file that somebody writes between the looks of the reader: `writes` has its content before each, null for no file. */
async function read(writes: (text: string, look: number) => string | null) {
  const dir = await mkdtemp(join(tmpdir(), "settled-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const path = join(dir, "config.yaml");
  let looks = 0;
  let text = "";
  const write = async () => {
    const next = writes(text, looks++);
    text = next ?? "";
    await (next === null ? rm(path, { force: true }) : writeFile(path, next));
  };
  await write();
  // The reader waits by this clock, and whoever writes does it meanwhile.
  const clock = { ...createFakeClock(), sleep: write };
  return { content: await readSettledBy(clock)(path, 1000), looks };
}

it("waits until a file that is being written stands still", async () => {
  const { content, looks } = await read((text, look) => (look < 12 ? `${text}x` : text));
  expect([content.bytes.length, looks]).toEqual([12, 13]);
});

it("waits for a file that an editor puts back", async () => {
  const { content } = await read((_, look) => (look === 0 ? null : "back"));
  expect(content.bytes.length).toBe(4);
});

it("says of a file that stays away that it is not there", async () => {
  await expect(read(() => null)).rejects.toMatchObject({ code: "ENOENT" });
});

it("gives up on one that never stands still", async () => {
  await expect(read((text) => `${text}x`)).rejects.toMatchObject({ code: "EBUSY" });
});
