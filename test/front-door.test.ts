import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const product = fileURLToPath(new URL("../dist/gigahost-ddns.cjs", import.meta.url));

it("says in one sentence that nobody reads the version any more", () => {
  const command = `{ sleep 0.2; "$0" "$1" version; echo "exit $?" >&2; } | true`;
  const { stderr } = spawnSync("bash", ["-c", command, process.execPath, product], { encoding: "utf8" });
  expect(stderr).toBe("gigahost-ddns: the output can't be written: EPIPE\nexit 74\n");
});

it("does not pretend to be done where it waits for what never comes", () => {
  const dir = mkdtempSync(join(tmpdir(), "never-"));
  const never = join(dir, "never.cjs");
  writeFileSync(never, `const fs = require("node:fs/promises"); fs.open = fs.readFile = () => new Promise(() => {});`);
  const config = join(dir, "config.yaml");
  writeFileSync(config, "hostnames: [home.example.no]\n");
  for (const command of ["once", "detect", "config check", "run"]) {
    const words = [...command.split(" "), "--config", config];
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", never, product, ...words], {
      encoding: "utf8",
    });
    expect([status, stdout], command).toEqual([75, ""]);
    expect(stderr).toMatch(/^gigahost-ddns: internal error: the command waits for something that .*\n$/);
  }
  rmSync(dir, { recursive: true });
});
