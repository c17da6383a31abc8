import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { builtProgram } from "./built-program.ts";
import { prepareScene } from "./scene.ts";

interface Lost {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs the built program with a standard output that takes nothing. */
function runInto(stdout: number | "gone", args: readonly string[]): Promise<Lost> {
  const stdio = ["ignore", stdout === "gone" ? "pipe" : stdout, "pipe"] as const;
  const child = spawn(process.execPath, [builtProgram, ...args], { stdio: [...stdio], env: { HOME: "/nonexistent" } });
  // The reader is gone before the first word.
  child.stdout?.destroy();
  return collect(child);
}

const withPipes: SpawnOptions = { stdio: ["ignore", "pipe", "pipe"], env: { HOME: "/nonexistent" } };

const runInShell = (script: string) => collect(spawn("sh", ["-c", script, process.execPath, builtProgram], withPipes));

/** As a program does that wants to hear nothing of another. */
const starter = `const { spawn } = require("node:child_process");
spawn(process.execPath, process.argv.slice(1), { stdio: ["ignore", "ignore", "inherit"] }).on("close", process.exit)`;

const runIgnored = (args: readonly string[]) =>
  collect(spawn(process.execPath, ["-e", starter, builtProgram, ...args], withPipes));

function collect(child: ChildProcess): Promise<Lost> {
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdout?.resume();
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stderr })));
}

/** A reader that takes the first of it and leaves, as `head` does. */
async function runIntoHead(args: readonly string[]): Promise<Lost & { readonly first: string }> {
  const child = spawn(process.execPath, [builtProgram, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const first = await new Promise<string>((resolve) => child.stdout.once("data", (data) => resolve(String(data))));
  child.stdout.destroy();
  return { code: await ended, stderr, first };
}

describe("output that can't be written", () => {
  it("is not a fault worth a word where the reader took a part and left, and not done all the same", async () => {
    const { code, stderr, first } = await runIntoHead(["api", "openapi"]);
    expect([code, stderr, first.slice(0, 1)]).toEqual([74, "", "{"]);
  });

  it.each([["version"], ["api list"], ["api openapi"], ["config schema"], ["--help"]])(
    "fails `%s` with one sentence",
    async (words) => {
      const full = openSync("/dev/full", "w");
      const [filled, gone] = await Promise.all([runInto(full, words.split(" ")), runInto("gone", words.split(" "))]);
      closeSync(full);
      for (const { code, stderr } of [filled, gone]) {
        expect(code).toBe(74);
        expect(stderr).toMatch(/^gigahost-ddns: the output can't be written: [^\n]+\n$/);
        expect(stderr).not.toContain("bug");
      }
    },
  );

  it.each([["version"], ["api list"], ["config schema"], ["--help"]])(
    "fails `%s` with one sentence where standard output is closed",
    async (words) => {
      const { code, stderr } = await runInShell(`"$0" "$1" ${words} >&-; exit $?`);
      expect([code, stderr]).toEqual([74, "gigahost-ddns: the output can't be written: standard output is closed\n"]);
    },
  );

  it("is nobody's loss where the output is discarded, or where the command has nothing to print", async () => {
    expect(await runInShell(`"$0" "$1" api list > /dev/null; exit $?`)).toEqual({ code: 0, stderr: "" });
    expect((await runInShell(`"$0" "$1" update >&-; exit $?`)).code).toBe(69);
  });

  it("is a command's failure that is for its output alone, where a program that starts it ignores that", async () => {
    expect(await runIgnored(["api", "list"])).toEqual({ code: 0, stderr: "" });
    const { code, stderr } = await runIgnored(["config", "schema"]);
    expect(code).toBe(74);
    expect(stderr).toMatch(
      /^gigahost-ddns: the output can't be written: standard output is closed, or \/dev\/null [^\n]+\n$/,
    );
  });
});

it("leaves a check of the health to its exit code", async () => {
  const scene = await prepareScene();
  const daemon = scene.start("run");
  await daemon.until(/now points to/);
  const { configFile } = scene;
  const forms = [`healthcheck --config ${configFile}`, `--config ${configFile} healthcheck`];
  for (const form of [...forms, `${forms[0]} --output json`]) {
    for (const lost of [">&-", "> /dev/full", "> /dev/null"]) {
      const words = `${form} ${lost}`;
      expect(await runInShell(`"$0" "$1" ${words}; exit $?`), words).toEqual({ code: 0, stderr: "" });
    }
  }
  expect((await runInShell('"$0" "$1" healthcheck --help > /dev/full; exit $?')).code).toBe(74);
});

/** Starts a program whose standard output doesn't wait for its reader, as it is where another program has opened the pipe so. */
const unwaiting = "perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_WRONLY | O_NONBLOCK) or die; exec @ARGV or die'";

describe("output that is read slowly", () => {
  it.each([
    ["whose reader is waited for", ""],
    ["that is full at times", unwaiting],
  ])("arrives whole through a pipe %s", async (_, starter) => {
    const counted = "{ sleep 0.3; wc -c >&2; }";
    const { code, stderr } = await runInShell(`{ ${starter} "$0" "$1" api openapi; } | ${counted}; exit 0`);
    const whole = await runInShell('"$0" "$1" api openapi | wc -c >&2');
    expect([code, stderr.trim()]).toEqual([0, whole.stderr.trim()]);
    expect(Number(stderr)).toBeGreaterThan(100_000);
  });
});
