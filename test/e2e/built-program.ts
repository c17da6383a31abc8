import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { endProcess } from "../end-process.ts";
import { atEnd } from "./at-end.ts";

/** The program as users get it: `npm test` builds it first. */
export const builtProgram = fileURLToPath(new URL("../../dist/gigahost-ddns.cjs", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, for what may appear in neither. */
  readonly said: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into reports of every form
  readonly json: any;
}

export interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<Ended>;
  /** Resolves as soon as the output so far fits. */
  until(pattern: RegExp, timeoutMs?: number): Promise<void>;
}

export interface Surroundings {
  /** Added to an environment that knows nothing of this machine's own configuration. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** A copy of the program. */
  readonly program?: string;
  /** What the program is run by: `["faketime", "1970-01-02"]`. */
  readonly through?: readonly string[];
}

/** Runs it to its end. No output may ever hold a stack trace. */
export async function runBuilt(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  return startBuilt(args, surroundings).ended;
}

/** Starts it; it is killed when the tests of the file end. */
export function startBuilt(args: readonly string[], surroundings: Surroundings = {}): Started {
  const { environment, cwd, program = builtProgram, through = [] } = surroundings;
  if (!existsSync(builtProgram)) throw new Error("npm run build first: these tests run the built program");
  const [command = "", ...rest] = [...through, process.execPath, program, ...args];
  const env = { PATH: process.env.PATH ?? "", HOME: "/nonexistent", ...environment };
  const child = spawn(command, rest, { env, cwd: cwd ?? "/", stdio: ["ignore", "pipe", "pipe"] });
  atEnd(() => endProcess(child));
  const output = { stdout: "", stderr: "" };
  const waiting = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (chunk: string) => {
      output[name] += chunk;
      for (const look of waiting) look();
    });
  }
  const said = () => output.stdout + output.stderr;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (/^\s+at .+:\d+:\d+\)?$/m.test(said())) reject(new Error(`a stack trace:\n${said()}`));
      resolve({ code, ...output, said: said(), json: parseOrNull(output.stdout) });
    });
  });
  const until = (pattern: RegExp, timeoutMs = 120_000) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => finish(() => reject(new Error(`no ${pattern} in:\n${said()}`))), timeoutMs);
      const look = () => pattern.test(said()) && finish(resolve);
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        waiting.delete(look);
        settle();
      };
      waiting.add(look);
      look();
    });
  ended.catch(() => {});
  return { child, said, ended, until };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
