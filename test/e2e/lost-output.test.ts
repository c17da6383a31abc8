import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { builtProgram } from "./built-program.ts";

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
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
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
  it("is no fault worth a word where the reader took a part and left, and not done all the same", async () => {
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
});
