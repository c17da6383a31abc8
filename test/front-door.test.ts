import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const product = fileURLToPath(new URL("../dist/gigahost-ddns.cjs", import.meta.url));

it("prints the version into a pipe that nobody reads without a word of complaint", () => {
  const command = `{ sleep 0.2; "$0" "$1" version; echo "exit $?" >&2; } | true`;
  const { stderr } = spawnSync("bash", ["-c", command, process.execPath, product], { encoding: "utf8" });
  expect(stderr).toBe("exit 0\n");
});
