import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export interface Ended {
  readonly status: number | null;
  /** Both streams, as they came. */
  readonly output: string;
}

export interface RunOptions {
  /** Added to this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly maxMs?: number;
}

/** Runs a program to its end while the servers of this process go on; killed after 30 s unless it may take longer. */
export function runProgram(
  program: string,
  args: readonly string[],
  { environment = {}, maxMs = 30_000 }: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...environment };
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], timeout: maxMs, env });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, output }));
  });
}

/** Whether these are installed; they may be where only root looks. */
export function hasPrograms(...programs: readonly string[]): boolean {
  const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
  return programs.every(
    (program) => spawnSync("sh", ["-c", `command -v ${program}`], { env: { PATH }, stdio: "ignore" }).status === 0,
  );
}

/** A directory that goes away with the test. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "peer-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
