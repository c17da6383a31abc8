import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished, vi } from "vitest";
import { endProcess } from "../end-process.ts";
import type { World } from "./start-world.ts";

const product = fileURLToPath(new URL("../../dist/gigahost-ddns.cjs", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of the built program. */
export interface ProductProcess {
  readonly child: ChildProcess;
  /** Lines of its log that contain the text. */
  logged(text: string): readonly string[];
  /** Resolves when its log has such a line. */
  untilLogged(text: string): Promise<void>;
  readonly finished: Promise<Finished>;
}

/** Starts the built program with the world's configuration; it is killed when the test is over. `as`: a user and group id. */
export function startProduct(world: World, words: readonly string[], as?: number): ProductProcess {
  const command = [process.execPath, product, ...words, "--config", world.configFile];
  const wrapped =
    as === undefined ? command : ["setpriv", `--reuid=${as}`, `--regid=${as}`, "--clear-groups", ...command];
  const [program = "", ...rest] = wrapped;
  const child = spawn(program, rest, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, HOME: world.dir, NO_COLOR: "1" },
  });
  onTestFinished(() => endProcess(child));
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (chunk: string) => {
      written[name] += chunk;
    });
  }
  const logged = (text: string) => written.stderr.split("\n").filter((line) => line.includes(text));
  return {
    child,
    logged,
    untilLogged: (text) =>
      vi.waitFor(() => {
        if (logged(text).length === 0) throw new Error(`"${text}" was not logged:\n${written.stderr}`);
      }, 120_000),
    finished: once(child, "close").then(([code, signal]) => ({ code, signal, ...written })),
  };
}

/** Runs the built program to its end. */
export function runProduct(world: World, ...words: readonly string[]): Promise<Finished> {
  return startProduct(world, words).finished;
}
