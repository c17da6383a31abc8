import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { prepareScene, type Scene } from "./scene.ts";

/** Works hard when the program is opened, and all the time from then on; V8 tells on standard output what it compiles of it. */
const work = `const fs = require("node:fs");
require("node:v8").setFlagsFromString("--trace-opt");
function hardWork() { let sum = 0; for (let i = 0; i < 3000; i++) sum = (sum + i * i) | 0; return sum; }
function workHard() { for (let i = 0; i < 3000; i++) hardWork(); }
const { openSync } = fs;
fs.openSync = (path, ...rest) => {
  if (String(path).endsWith("/program/chunks.txt")) {
    workHard();
    process.stdout.write("opens the program\\n");
  }
  return openSync(path, ...rest);
};
setInterval(workHard, 50).unref();`;

const compiles = /\[marking .*hardWork.* for optimization/;
const opened = "opens the program\n";

function prepareWork(scene: Scene): { readonly environment: Readonly<Record<string, string>> } {
  const preload = join(scene.dir, "work.cjs");
  writeFileSync(preload, work);
  return { environment: { NODE_OPTIONS: `--require=${preload}` } };
}

it("V8's compilers are kept from a daemon before it has read anything, and for as long as it has little to do", async () => {
  const scene = await prepareScene();
  const daemon = scene.start("run", prepareWork(scene));
  await daemon.until(/now points to/);
  expect(daemon.said()).toContain(opened);
  expect(daemon.said()).not.toMatch(compiles);
});

it("a daemon of many hostnames gets the larger compiler back, and not the other one", async () => {
  const hostnames = Array.from({ length: 201 }, (_, at) => `home${at}.example.no`);
  const scene = await prepareScene({ hostnames });
  const daemon = scene.start("run", prepareWork(scene));
  await daemon.until(compiles);
  const [before = "", after = ""] = daemon.said().split(opened);
  expect(before).not.toMatch(compiles);
  expect(after).not.toMatch(/for optimization to MAGLEV/);
});

it("a short command has its compilers", async () => {
  const scene = await prepareScene();
  const { said } = await scene.run("once", prepareWork(scene));
  expect(said.split(opened)[0]).toMatch(compiles);
});
