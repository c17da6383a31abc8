import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { changeClientsFile } from "../../../src/gateway/clients-file/change-clients-file.ts";
import { addClientText, maxClientsFileBytes } from "../../../src/gateway/clients-file/clients-text.ts";
import { systemClock } from "../../../src/platform/clock.ts";

function prepare() {
  const dir = mkdtempSync(join(tmpdir(), "clients-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const path = join(dir, "clients.json");
  const besides = join(dir, "config.yaml");
  writeFileSync(besides, "");
  const file = { path, besides, clock: systemClock, signal: new AbortController().signal };
  const add = (name: string, into = file) =>
    changeClientsFile(into, async (text) => ({ text: await addClientText(text, { name }), result: name }));
  const names = () => JSON.parse(readFileSync(path, "utf8")).map((entry: { name: string }) => entry.name);
  return { dir, path, besides, file, add, names };
}

it("loses none of many that change it at once, and leaves nothing beside it", async () => {
  const { dir, file, add, names } = prepare();
  const all = Array.from({ length: 25 }, (_, index) => `client-${index}`);
  await Promise.all(all.map((name) => add(name, { ...file, signal: new AbortController().signal })));
  expect(new Set(names())).toEqual(new Set(all));
  expect(readdirSync(dir).sort()).toEqual(["clients.json", "config.yaml"]);
});

it("keeps the mode, and a symbolic link", async () => {
  const { dir, path, file, add, names } = prepare();
  await add("one");
  chmodSync(path, 0o640);
  const linked = join(dir, "link.json");
  symlinkSync("clients.json", linked);
  await add("two", { ...file, path: linked });
  expect(names()).toEqual(["one", "two"]);
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(lstatSync(linked).isSymbolicLink()).toBe(true);
});

it.skipIf(process.getuid?.() !== 0)("keeps the owner, and gives a new file to that of the configuration", async () => {
  const { dir, path, besides, add } = prepare();
  const { chownSync } = await import("node:fs");
  chownSync(besides, 0, 4321);
  chmodSync(besides, 0o660);
  await add("one");
  expect(statSync(path)).toMatchObject({ uid: 0, gid: 4321 });
  expect(statSync(path).mode & 0o777).toBe(0o640);
  chownSync(path, 1234, 1234);
  await add("two");
  expect(statSync(path)).toMatchObject({ uid: 1234, gid: 1234 });
  rmSync(path);
  chownSync(dir, 1234, 1235);
  await add("three");
  expect(statSync(path)).toMatchObject({ uid: 1234, gid: 1235 });
});

it("writes nothing where nothing changes, where it fails, and what the daemon could not read", async () => {
  const { dir, path, file, add } = prepare();
  await add("one");
  const before = statSync(path).ino;
  expect(await changeClientsFile(file, async () => ({ text: null, result: 7 }))).toBe(7);
  await expect(changeClientsFile(file, () => Promise.reject(new Error("taken")))).rejects.toThrow("taken");
  const large = changeClientsFile(file, async () => ({ text: "x".repeat(maxClientsFileBytes + 1), result: 0 }));
  await expect(large).rejects.toMatchObject({ code: "EFBIG" });
  expect(statSync(path).ino).toBe(before);
  expect(readdirSync(dir)).toHaveLength(2);
});

it("begins again where another took its lock for a dead one's", async () => {
  const { dir, file, names } = prepare();
  let attempts = 0;
  await changeClientsFile(file, async (text) => {
    attempts += 1;
    if (attempts === 1) rmSync(join(dir, ".clients.json.lock"));
    return { text: await addClientText(text, { name: "one" }), result: null };
  });
  expect([attempts, names()]).toEqual([2, ["one"]]);
});
