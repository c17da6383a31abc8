import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { endProcess } from "../end-process.ts";

const product = new URL("../../dist/gigahost-ddns.cjs", import.meta.url).pathname;

/** The demo with a directory for temporary files of its own. */
async function startDemo(...words: readonly string[]) {
  const dir = await mkdtemp(join(tmpdir(), "demo-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const env = { PATH: process.env.PATH, HOME: dir, TMPDIR: dir };
  const child = spawn(process.execPath, [product, "demo", ...words], { env });
  onTestFinished(() => endProcess(child));
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
    });
  }
  return { child, text: () => text, leftBehind: () => readdir(dir), ended: once(child, "close") };
}

it("shows a change on its way and leaves nothing behind", async () => {
  const demo = await startDemo("--rounds", "2", "--every", "1");
  expect(await demo.ended).toEqual([0, null]);
  expect(demo.text()).toContain("2 of 2 changes became visible");
  expect(await demo.leftBehind()).toEqual([]);
});

it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("leaves nothing behind when it gets %s either", async (signal) => {
  const demo = await startDemo();
  await expect.poll(demo.text).toContain("visible");
  demo.child.kill(signal);
  await demo.ended;
  expect(demo.text()).not.toContain("bug");
  expect(await demo.leftBehind()).toEqual([]);
});

it("leaves nothing behind when its reader leaves", async () => {
  const demo = await startDemo("--every", "1");
  await expect.poll(demo.text).toContain("visible");
  demo.child.stdout.destroy();
  expect(await demo.ended).toEqual([74, null]);
  expect(await demo.leftBehind()).toEqual([]);
});
