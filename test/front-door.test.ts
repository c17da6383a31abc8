import { type ChildProcess, execFile, spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { startTestDaemon } from "./cli/start-test-daemon.ts";
import { createFakeView, sampleStatus } from "./status/start-test-server.ts";

const product = fileURLToPath(new URL("../dist/gigahost-ddns.cjs", import.meta.url));

it("says in one sentence that nobody reads the version any more", () => {
  const command = `{ sleep 0.2; "$0" "$1" version; echo "exit $?" >&2; } | true`;
  const { stderr } = spawnSync("bash", ["-c", command, process.execPath, product], { encoding: "utf8" });
  expect(stderr).toBe("gigahost-ddns: the output can't be written: whatever read it has closed it\nexit 74\n");
});

it("does not pretend to be done where it waits for what never comes", () => {
  const dir = mkdtempSync(join(tmpdir(), "never-"));
  const never = join(dir, "never.cjs");
  writeFileSync(never, `const fs = require("node:fs/promises"); fs.open = fs.readFile = () => new Promise(() => {});`);
  const config = join(dir, "config.yaml");
  writeFileSync(config, "hostnames: [home.example.no]\n");
  for (const command of ["detect", "doctor", "run"]) {
    const words = [...command.split(" "), "--config", config];
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", never, product, ...words], {
      encoding: "utf8",
    });
    expect([status, stdout], command).toEqual([75, ""]);
    expect(stderr).toMatch(/^gigahost-ddns: internal error: the command waits for something that .*\n$/);
  }
  rmSync(dir, { recursive: true });
});

it.each([
  ["ok", [], 0, "ok\n"],
  ["degraded", ["One thing.", "Another."], 0, "degraded: One thing.\n"],
  ["failing", ["Bad \u001b[31mthing."], 1, "failing: Bad \\u001b[31mthing.\n"],
] as const)("answers healthcheck without the program where a daemon is %s", async (health, problems, code, line) => {
  const { stateDir } = await startTestDaemon(createFakeView({ ...sampleStatus, health, problems }));
  const dir = mkdtempSync(join(tmpdir(), "alone-"));
  copyFileSync(product, join(dir, "gigahost-ddns.cjs"));
  const config = join(dir, "config.yaml");
  for (const text of [`hostnames: [a.example.no]\nstate_dir: ${stateDir}\n`, JSON.stringify({ state_dir: stateDir })]) {
    writeFileSync(config, text);
    expect(await run([join(dir, "gigahost-ddns.cjs"), "healthcheck", "--config", config])).toEqual([code, line, ""]);
    expect(await run([product, "healthcheck", "--no-color", "-c", config])).toEqual([code, line, ""]);
  }
  rmSync(dir, { recursive: true });
});

it("shows a status with one piece of the program, and with no other", async () => {
  const { stateDir } = await startTestDaemon(createFakeView({ ...sampleStatus, problems: ["Bad \u001b[31mthing."] }));
  const dir = mkdtempSync(join(tmpdir(), "alone-"));
  const config = join(dir, "config.yaml");
  writeFileSync(config, `hostnames: [a.example.no]\nstate_dir: ${stateDir}\n`);
  cpSync(join(product, ".."), dir, { recursive: true });
  const contents = JSON.parse(readFileSync(join(dir, "program/contents.json"), "utf8"));
  const own = "./show-status-at-once.cjs";
  const alone = { ...contents, chunks: { [own]: contents.chunks[own] } };
  writeFileSync(join(dir, "program/contents.json"), JSON.stringify(alone));
  const [code, table] = await run([join(dir, "gigahost-ddns.cjs"), "status", "--config", config]);
  expect([code, table]).toEqual([
    0,
    expect.stringMatching(/^gigahost-ddns 1\.0\.0 is ok.*\n {2}Bad \\u001b\[31mthing\.\n/),
  ]);
  const asJson = ["status", "-o", "json", "-c", config];
  const [, json] = await run([join(dir, "gigahost-ddns.cjs"), ...asJson]);
  expect(JSON.parse(json)).toMatchObject({ health: "ok", hostnames: sampleStatus.hostnames });
  expect(await run([product, ...asJson, "--log-level", "debug"])).toEqual([0, json, ""]);
  rmSync(dir, { recursive: true });
});

it("leaves to the program a status that is longer than a pipe takes at once, and what has flags of its own", async () => {
  const hostnames = Array.from({ length: 100 }, (_, at) => ({ ...sampleStatus.hostnames[0], hostname: `h${at}.no` }));
  const view = createFakeView({ ...sampleStatus, hostnames } as typeof sampleStatus);
  const { stateDir } = await startTestDaemon(view);
  const dir = mkdtempSync(join(tmpdir(), "left-"));
  const config = join(dir, "config.yaml");
  writeFileSync(config, `hostnames: [a.example.no]\nstate_dir: ${stateDir}\n`);
  expect(await run([product, "status", "-c", config])).toEqual([0, expect.stringContaining("\nh99.no "), ""]);
  // Who reads a part of it has what it wanted.
  const partly = `"$0" "$1" status -c "$2" | head -1`;
  const [, line, said] = await run(["-c", partly, process.execPath, product, config], { program: "sh" });
  expect([line, said]).toEqual([expect.stringContaining("gigahost-ddns 1.0.0 is ok"), ""]);
  expect(await run([product, "status", "--help"])).toEqual([0, expect.stringContaining("--watch"), ""]);
  expect(await run([product, "status", "extra"])).toEqual([2, "", expect.stringContaining("too many arguments")]);
  const asYaml = await run([product, "status", "-o", "yaml", "-c", config]);
  expect(asYaml).toEqual([0, expect.stringContaining("health: ok"), ""]);
  rmSync(dir, { recursive: true });
});

it("leaves to the program what it can't tell about the health", async () => {
  const dir = mkdtempSync(join(tmpdir(), "left-"));
  const config = join(dir, "config.yaml");
  writeFileSync(config, `hostnames: [a.example.no]\nstate_dir: ${dir}\n`);
  const nobody = `gigahost-ddns: no daemon is running with ${dir}: start one with`;
  expect(await run([product, "healthcheck", "--config", config])).toEqual([1, "", expect.stringContaining(nobody)]);
  const missing = join(dir, "missing.yaml");
  expect(await run([product, "healthcheck", "--config", missing])).toEqual([1, "", expect.stringContaining(missing)]);
  expect(await run([product, "healthcheck", "extra"])).toEqual([2, "", expect.stringContaining("too many arguments")]);
  rmSync(dir, { recursive: true });
});

it("goes on where an upgrade takes its files away", async () => {
  const dir = mkdtempSync(join(tmpdir(), "upgrade-"));
  cpSync(join(product, ".."), dir, { recursive: true });
  const check = `cat | "$0" "${dir}/gigahost-ddns.cjs" config check --config /dev/stdin --output yaml`;
  const ended = run(["-c", check, process.execPath], {
    program: "sh",
    onStart(child) {
      const timer = setInterval(() => {
        if (!isOpenSomewhere(`${dir}/program/chunks.txt`)) return;
        clearInterval(timer);
        rmSync(dir, { recursive: true });
        child.stdin?.end("account: { api_key: abc }\nhostnames: [home.example.no]\n");
      }, 50);
    },
  });
  expect(await ended).toEqual([0, expect.stringContaining("valid: true"), ""]);
});

function isOpenSomewhere(file: string): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === file);
    } catch {
      return false;
    }
  });
}

interface RunOptions {
  readonly program?: string;
  readonly onStart?: (child: ChildProcess) => void;
}

/** Resolves with the exit code and both outputs. */
function run(
  words: readonly string[],
  { program = process.execPath, onStart }: RunOptions = {},
): Promise<readonly [number | undefined, string, string]> {
  return new Promise((resolve) => {
    const child = execFile(program, words, (_, stdout, stderr) =>
      resolve([child.exitCode ?? undefined, stdout, stderr]),
    );
    onStart?.(child);
  });
}
