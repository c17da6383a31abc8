import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { builtProgram } from "./built-program.ts";
import { prepareScene } from "./scene.ts";

const stranger = 4242;
const asStranger = ["setpriv", `--reuid=${stranger}`, `--regid=${stranger}`, "--clear-groups"];

const maySwitch = (() => {
  try {
    execFileSync("setpriv", [...asStranger.slice(1), "true"], { stdio: "ignore" });
    return process.platform === "linux" && process.getuid?.() === 0;
  } catch {
    return false;
  }
})();

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number }; // it listens on TCP
      server.close(() => resolve(port));
    });
  });
}

it.runIf(maySwitch)("root finds a daemon of another user who may not write to its state directory", async () => {
  const scene = await prepareScene();
  const port = await findFreePort();
  const dirs = { state: join(scene.dir, "root-only"), program: join(scene.dir, "lib/dist") };
  scene.configure({ state_dir: dirs.state, http: { listen: `127.0.0.1:${port}` } });
  mkdirSync(dirs.state, { mode: 0o755 });
  cpSync(dirname(builtProgram), dirs.program, { recursive: true });
  cpSync(join(dirname(builtProgram), "../package.json"), join(dirs.program, "../package.json"));
  chmodSync(scene.dir, 0o755);
  chownSync(scene.configFile, stranger, stranger);
  const before = await scene.run("status");
  expect([before.code, before.stderr]).toEqual([69, expect.stringContaining("no daemon is running with")]);

  const program = join(dirs.program, "gigahost-ddns.cjs");
  const daemon = scene.start("run", { program, through: asStranger });
  await daemon.until(/the status is served/);
  const status = await scene.run("status --output json");
  expect(status.code).toBe(0);
  expect(status.json).toMatchObject({ running: true });
  expect(status.json.problems).toContainEqual(expect.stringContaining(`can't be written by user ${stranger}`));
  expect((await scene.run("healthcheck")).code).toBe(0);
  const update = await scene.run("update");
  expect([update.code, update.stderr]).toEqual([1, expect.stringContaining("runs as a user who can't write there")]);

  // Another directory's daemon has the port: it is not taken for this one's.
  scene.configure({ state_dir: join(scene.dir, "another") });
  expect((await scene.run("status")).code).toBe(69);
  daemon.child.kill("SIGTERM");
  await daemon.ended;
});
