import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { onTestFinished } from "vitest";
import type { CommandContext, OutputFormat } from "../../src/cli/command-context.ts";

interface Given {
  readonly environment?: NodeJS.ProcessEnv;
  readonly config?: string;
  readonly output?: OutputFormat;
  readonly signal?: AbortSignal;
  readonly terminal?: { readonly columns: number; readonly rows: number };
}

/** A context whose output is kept, and that knows nothing of this machine's own configuration. */
export async function createTestContext({ environment = {}, config, output = "table", signal, terminal }: Given = {}) {
  const home = await mkdtemp(join(tmpdir(), "gigahost-ddns-home-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const written = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") =>
    new PassThrough().setEncoding("utf8").on("data", (chunk: string) => {
      written[name] += chunk;
    });
  const messages = sink("stderr");
  const context: CommandContext = {
    options: { config, output, logLevel: undefined },
    stdin: Readable.from([]),
    stdout: Object.assign(sink("stdout"), terminal ? { isTTY: true, ...terminal } : {}),
    ...{ stderr: messages, screen: messages },
    environment: { HOME: home, ...environment },
    color: false,
    signal: signal ?? new AbortController().signal,
  };
  return { context, home, stdout: () => written.stdout, stderr: () => written.stderr };
}

/** The environment that leads a command to a daemon on this port of loopback. */
export function pointAt(port: number, stateDir: string): NodeJS.ProcessEnv {
  return { GIGAHOST_DDNS_LISTEN: `127.0.0.1:${port}`, GIGAHOST_DDNS_STATE_DIR: stateDir };
}
