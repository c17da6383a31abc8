import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { countInFile } from "../../../src/platform/files/count-in-file.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "count-"));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

it("gives how often it was counted before, and begins anew after the largest number", async () => {
  const counted: number[] = [];
  for (let time = 0; time < 8; time++) counted.push(await countInFile(dir, "looks", 3));
  expect(counted).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  expect(statSync(join(dir, "looks")).mode & 0o777).toBe(0o600);
});

it("begins anew where the file is longer than it can have become", async () => {
  writeFileSync(join(dir, "looks"), "x".repeat(1_000_000));
  expect([await countInFile(dir, "looks", 3), await countInFile(dir, "looks", 3)]).toEqual([3, 0]);
});

it("counts as the largest number what can't be used, and leaves it alone", async () => {
  expect(await countInFile(join(dir, "nowhere"), "looks", 3)).toBe(3);
  mkdirSync(join(dir, "directory"));
  expect(await countInFile(dir, "directory", 3)).toBe(3);
  const other = join(dir, "other");
  writeFileSync(other, "");
  symlinkSync(other, join(dir, "link"));
  expect(await countInFile(dir, "link", 3)).toBe(3);
  expect(statSync(other).size).toBe(0);
});

it.runIf(process.getuid?.() !== 0)("counts as the largest number what may not be written", async () => {
  chmodSync(dir, 0o500);
  expect(await countInFile(dir, "looks", 3)).toBe(3);
});
