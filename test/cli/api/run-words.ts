import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { onTestFinished } from "vitest";
import { runCommandLine } from "../../../src/cli/run-command-line.ts";
import { defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import type { Simulator } from "../../../src/simulator/start-simulator.ts";

export interface Surroundings {
  readonly environment?: NodeJS.ProcessEnv;
  /** What comes in on standard input. */
  readonly stdin?: string;
  /** What a user types; standard input and both outputs are a terminal then. */
  readonly typed?: string;
}

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line as the program does, against a simulator, with the environment's API key and nothing else. */
export async function runWords(
  simulator: Pick<Simulator, "url"> | null,
  words: readonly string[],
  { environment = {}, stdin = "", typed }: Surroundings = {},
): Promise<Ended> {
  const written = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") => {
    const stream = new PassThrough();
    stream.on("data", (chunk: Buffer) => {
      written[name] += chunk.toString("latin1");
    });
    return Object.assign(stream, typed === undefined ? {} : { isTTY: true });
  };
  const input = Readable.from([Buffer.from(typed ?? stdin)]);
  const account = simulator ? { GIGAHOST_API_KEY: defaultApiKey, GIGAHOST_BASE_URL: simulator.url } : {};
  const exitCode = await runCommandLine(words, {
    stdin: Object.assign(input, typed === undefined ? {} : { isTTY: true }),
    stdout: sink("stdout"),
    stderr: sink("stderr"),
    environment: { HOME: "/nonexistent", ...account, ...environment },
    signal: new AbortController().signal,
  });
  const text = (latin1: string) => Buffer.from(latin1, "latin1").toString("utf8");
  return { exitCode, stdout: text(written.stdout), stderr: text(written.stderr) };
}

/** A directory that ends with the test, with these files in it. */
export async function directoryWith(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "gigahost-ddns-cli-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  return directory;
}
