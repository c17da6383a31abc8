import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { appendRecords, historyFile, maxHistoryBytes, readRecords } from "../../src/history/history-file.ts";
import type { HistoryRecord } from "../../src/history/record.ts";
import { buildChild } from "../state/children/start-child.ts";

async function makeDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "history-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

function change(second: number, more: Partial<HistoryRecord> = {}): HistoryRecord {
  return {
    at: new Date(Date.UTC(2026, 4, 1) + second * 1000).toISOString(),
    event: "changed",
    hostnames: ["home.example.no"],
    more: 0,
    family: "ipv4",
    old: "185.0.2.1",
    new: `185.0.${(second >> 8) & 255}.${second & 255}`,
    seenAt: "2026-05-01T00:00:00.000Z",
    source: "static:185.0.2.1",
    reason: null,
    durationMs: 1000,
    keys: [],
    ...more,
  };
}

it("is empty where there is no file, and keeps what is added, readable by nobody else", async () => {
  const dir = join(await makeDir(), "made/when/needed");
  expect(await readRecords(dir)).toEqual([]);
  await appendRecords(dir, [change(1)]);
  await appendRecords(dir, [change(2), change(3)]);
  expect(await readRecords(dir)).toEqual([change(1), change(2), change(3)]);
  expect((await stat(join(dir, historyFile))).mode & 0o777).toBe(0o600);
});

it("adds at the end, and writes nothing of what stands before it again", async () => {
  const dir = await makeDir();
  await appendRecords(dir, [change(1)]);
  const { ino } = await stat(join(dir, historyFile));
  for (let second = 2; second < 100; second++) await appendRecords(dir, [change(second)]);
  expect((await stat(join(dir, historyFile))).ino).toBe(ino);
});

it("never grows over its bound, and keeps the newest", async () => {
  const dir = await makeDir();
  let largest = 0;
  for (let round = 0; round < 60; round++) {
    await appendRecords(
      dir,
      Array.from({ length: 50 }, (_, index) => change(round * 50 + index)),
    );
    largest = Math.max(largest, (await stat(join(dir, historyFile))).size);
  }
  expect(largest).toBeLessThanOrEqual(maxHistoryBytes);
  expect(largest).toBeGreaterThan(maxHistoryBytes * 0.75);
  const records = await readRecords(dir);
  expect(records.at(-1)).toEqual(change(2999));
  expect(records.length).toBeGreaterThan(500);
  expect(await readdir(dir)).toEqual([historyFile]);
});

it("takes more at once than it has room for", async () => {
  const dir = await makeDir();
  await appendRecords(
    dir,
    Array.from({ length: 10_000 }, (_, index) => change(index)),
  );
  expect((await stat(join(dir, historyFile))).size).toBeLessThanOrEqual(maxHistoryBytes);
  expect((await readRecords(dir)).at(-1)).toEqual(change(9999));
});

it("keeps the changes of months when a trouble comes and goes all day", async () => {
  const dir = await makeDir();
  const changes = Array.from({ length: 90 }, (_, day) => change(day * 86_400));
  await appendRecords(dir, changes);
  const flapping = Array.from({ length: 5_000 }, (_, index) =>
    change(8_000_000 + index, { event: index % 2 ? "recovered" : "trouble", reason: "no answer", keys: ["look"] }),
  );
  await appendRecords(dir, flapping);
  const kept = await readRecords(dir);
  expect(kept.slice(0, 90)).toEqual(changes);
  expect(kept.at(-1)).toEqual(flapping.at(-1));
});

it("skips a line that was cut off, and begins the next one on a line of its own", async () => {
  const dir = await makeDir();
  await appendRecords(dir, [change(1)]);
  await appendFile(join(dir, historyFile), JSON.stringify(change(2)).slice(0, 60));
  expect(await readRecords(dir)).toEqual([change(1)]);
  await appendRecords(dir, [change(3)]);
  expect(await readRecords(dir)).toEqual([change(1), change(3)]);
});

it.each([
  ["", 0],
  ["null\n[]\n{}\n{}}\n\n", 0],
  [`${JSON.stringify({ ...change(1), at: "yesterday" })}\n${JSON.stringify(change(2))}\n`, 1],
  [`${JSON.stringify({ ...change(1), hostnames: [1] })}\n`, 0],
  ["\u0000".repeat(5000), 0],
])("reads a file that somebody damaged (%#)", async (text, count) => {
  const dir = await makeDir();
  await writeFile(join(dir, historyFile), text);
  expect(await readRecords(dir)).toHaveLength(count);
  await appendRecords(dir, [change(9)]);
  expect((await readRecords(dir)).at(-1)).toEqual(change(9));
});

it("reads the end of a file that somebody made huge, and brings it back to its bound", async () => {
  const dir = await makeDir();
  const line = `${JSON.stringify(change(1))}\n`;
  await writeFile(join(dir, historyFile), line.repeat(20_000) + JSON.stringify(change(2)));
  expect((await readRecords(dir)).at(-1)).toEqual(change(2));
  await appendRecords(dir, [change(3)]);
  expect((await stat(join(dir, historyFile))).size).toBeLessThanOrEqual(maxHistoryBytes);
  expect((await readRecords(dir)).slice(-2)).toEqual([change(2), change(3)]);
});

it("follows no link, and says what stands in its place", async () => {
  const dir = await makeDir();
  await writeFile(join(dir, "other"), "precious");
  await symlink(join(dir, "other"), join(dir, historyFile));
  await expect(appendRecords(dir, [change(1)])).rejects.toMatchObject({ code: "ELOOP" });
  expect(await readFile(join(dir, "other"), "utf8")).toBe("precious");
  await rm(join(dir, historyFile));
  await mkdir(join(dir, historyFile));
  await expect(appendRecords(dir, [change(1)])).rejects.toMatchObject({ code: "EISDIR" });
});

it("names the first of thousands of hostnames, and how many there are besides", async () => {
  const dir = await makeDir();
  const hostnames = Array.from({ length: 10_000 }, (_, index) => `h${index}.example.no`);
  await appendRecords(dir, [change(1, { hostnames })]);
  expect((await stat(join(dir, historyFile))).size).toBeLessThan(4096);
  const [record] = await readRecords(dir);
  expect(record?.hostnames).toEqual(hostnames.slice(0, 50));
  expect(record?.more).toBe(9_950);
});

it("is whole up to the last line when its process is killed at any moment", async () => {
  const dir = await makeDir();
  const program = await buildChild("../../history/append-child.ts");
  onTestFinished(program.remove);
  for (let round = 0; round < 5; round++) {
    const { child } = program.start(dir, String(round));
    let acknowledged = -1;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      acknowledged = Number(text.trim().split("\n").at(-1));
      if (acknowledged >= 20 + round * 7) child.kill("SIGKILL");
    });
    await once(child, "close");
    expect(acknowledged).toBeGreaterThanOrEqual(20 + round * 7);
    const records = (await readRecords(dir)).filter(({ reason }) => reason === `round ${round}`);
    // What was acknowledged is there, in order, and at most the one under way besides.
    expect(records.length - 1).toBeGreaterThanOrEqual(acknowledged);
    expect(records.map(({ durationMs }) => durationMs)).toEqual(records.map((_, index) => index));
  }
});
