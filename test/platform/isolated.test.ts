import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const script = new URL("../../bench/isolated", import.meta.url).pathname;
const run = (...command: string[]) => spawnSync(script, command, { encoding: "utf8" });
const possible = run("true").status === 0;

it.runIf(possible)("a command in isolation has loopback, no other interface and no route", () => {
  const { stdout } = run("sh", "-c", "ip -o addr; ip route; ip -6 route show default");
  expect(stdout).toContain("127.0.0.1/8");
  expect(stdout.split("\n").filter((line) => line !== "" && !line.includes(" lo "))).toEqual([]);
});

it.runIf(possible)("a command in isolation gets its arguments as they are, and its exit code is passed on", () => {
  const { status, stdout } = run("sh", "-c", 'printf "%s|" "$@"; exit 7', "sh", "a b", "*", "$HOME", "");
  expect(stdout).toBe("a b|*|$HOME||");
  expect(status).toBe(7);
});

it("isolation without a command, or where it can't be had, ends with 125 and says why", () => {
  expect(run()).toMatchObject({ status: 125, stderr: expect.stringContaining("usage") });
  const withoutTools = spawnSync("/bin/sh", [script, "true"], { env: { PATH: "/nonexistent" }, encoding: "utf8" });
  expect(withoutTools).toMatchObject({ status: 125, stderr: expect.stringContaining("unshare is missing") });
});
