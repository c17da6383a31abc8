import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { prepareScene, type Scene } from "./scene.ts";

/** Writes at its end which of Node's own modules the process has loaded. */
const report = `const { writeFileSync } = require("node:fs");
process.on("exit", () => writeFileSync(process.env.LOADED_FILE, process.moduleLoadList.join("\\n")));`;

/** The modules of Node's that a command loads, and a Node that does nothing doesn't. */
async function listLoaded(scene: Scene, args: string): Promise<string[]> {
  const { environment, before, file } = prepareReport(scene);
  const { code, said } = await scene.run(args, { environment });
  expect([code, args], said).toEqual([0, args]);
  return readLoaded(file).filter((name) => !before.includes(name));
}

function prepareReport(scene: Scene) {
  const preload = join(scene.dir, "report.cjs");
  const file = join(scene.dir, "loaded.txt");
  writeFileSync(preload, report);
  const environment = { LOADED_FILE: file, NODE_OPTIONS: `--require=${preload}` };
  execFileSync(process.execPath, ["-e", "0"], { env: environment });
  return { environment, file, before: readLoaded(file) };
}

function readLoaded(file: string): string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => /^NativeModule ([a-z\d_/]+)$/.exec(line)?.[1] ?? []);
}

/** By itself, with whatever else it loads. */
const loadedByNode = Number(process.versions.node.split(".")[0]) >= 24 ? ["os"] : [];

const never = ["fs/promises", "perf_hooks", "crypto", "dns", "os", "tls", "v8"];

describe("a short command loads of Node what it uses, and no more", () => {
  it.each([
    // With nothing to do, and nobody to ask.
    ["once", [...never, "child_process", "cluster", "http", "net", "stream"], ["vm"]],
    ["zone list", [...never, "child_process"], ["http"]],
    ["config check", [...never, "child_process", "cluster", "http", "net", "stream"], ["vm"]],
  ])("%s", async (args, unused, used) => {
    const scene = await prepareScene();
    if (args === "once") await scene.run("once");
    const loaded = await listLoaded(scene, args);
    expect(loaded.filter((name) => unused.includes(name) && !loadedByNode.includes(name))).toEqual([]);
    expect(loaded).toEqual(expect.arrayContaining(used));
  });
});

it("healthcheck loads of Node what speaks to the daemon", async () => {
  const scene = await prepareScene();
  const daemon = scene.start("run");
  await daemon.until(/now points to/);
  const loaded = await listLoaded(scene, "healthcheck");
  expect(loaded).toContain("net");
  const unused = ["fs/promises", "perf_hooks", "crypto", "dns", "http", "os", "tls", "v8"];
  expect(loaded.filter((name) => unused.includes(name) && !loadedByNode.includes(name))).toEqual([]);
});

it("the daemon loads of Node nothing that only others who write logs need", async () => {
  const scene = await prepareScene();
  const { environment, before, file } = prepareReport(scene);
  const daemon = scene.start("run", { environment });
  await daemon.until(/now points to/);
  daemon.child.kill("SIGTERM");
  expect((await daemon.ended).code).toBe(0);
  const loaded = readLoaded(file).filter((name) => !before.includes(name));
  expect(loaded).toContain("http");
  expect(loaded.filter((name) => ["assert", "worker_threads"].includes(name))).toEqual([]);
});
