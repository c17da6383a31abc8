import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { endProcess } from "../end-process.ts";
import { atEnd } from "./at-end.ts";
import { builtProgram } from "./built-program.ts";
import { prepareScene } from "./scene.ts";

/** From util-linux: runs a command on a terminal of its own. */
const script = "/usr/bin/script";

it.runIf(existsSync(script))("asks where standard input is a terminal and standard error is not", async () => {
  const scene = await prepareScene();
  const said = join(scene.dir, "said");
  const command = `${process.execPath} ${builtProgram} init --config ${join(scene.dir, "new.yaml")} 2> ${said}`;
  const child = spawn(script, ["-qec", command, "/dev/null"], { stdio: ["pipe", "ignore", "ignore"] });
  atEnd(() => endProcess(child));
  const ended = new Promise((resolve) => child.once("close", resolve));
  const text = () => (existsSync(said) ? readFileSync(said, "utf8") : "");
  await expect.poll(text, { timeout: 60_000 }).toContain("Which credential");
  child.stdin.write("\u0003");
  await ended;
  expect(text()).not.toContain("internal error");
});
