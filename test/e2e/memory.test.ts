import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { builtProgram } from "./built-program.ts";

const reportUsage = fileURLToPath(new URL("../../bench/report-usage.cjs", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "memory-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** MiB, the largest that Node was while it ran this. */
function peakOf(args: readonly string[]): number {
  const usage = join(dir, "usage.json");
  const env = { PATH: process.env.PATH ?? "", HOME: "/nonexistent", BENCH_USAGE: usage };
  spawnSync(process.execPath, ["--require", reportUsage, ...args], { env, cwd: dir });
  return JSON.parse(readFileSync(usage, "utf8")).peakMiB;
}

function writeConfig(hostnames: readonly string[]): string {
  const file = join(dir, "config.yaml");
  const names = hostnames.map((hostname) => `  - ${hostname}\n`).join("");
  writeFileSync(file, `account:\n  api_key: flux_live_0\nhostnames:\n${names}`, { mode: 0o600 });
  return file;
}

const check = (config: string) => peakOf([builtProgram, "config", "check", "--config", config]) - peakOf(["-e", "0"]);
const tenThousand = Array.from({ length: 10_000 }, (_, at) => `host-${at}.example.no`);

it("checks ten thousand hostnames in little more memory than Node takes", () => {
  expect(check(writeConfig(tenThousand))).toBeLessThan(40);
});

it("checks the same hostname sixty thousand times in less than 100 MB", () => {
  expect(check(writeConfig(Array.from({ length: 60_000 }, () => "a.no")))).toBeLessThan(62);
});
