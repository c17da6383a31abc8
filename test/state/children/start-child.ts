import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export interface ChildProgram {
  readonly path: string;
  /** Starts it; `line` is the first line that it prints, null when it ends without one. */
  start(...parameters: string[]): { child: ChildProcess; line: Promise<string | null> };
  remove(): Promise<void>;
}

/** Builds one of the programs beside this file, split into chunks like the product, since Node 20 runs no TypeScript. */
export async function buildChild(name: string): Promise<ChildProgram> {
  const dir = await mkdtemp(join(tmpdir(), "child-"));
  const outfile = join(dir, `${basename(name, ".ts")}.mjs`);
  await chmod(dir, 0o755);
  const source = fileURLToPath(new URL(name, import.meta.url));
  const banner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
  const options = { bundle: true, splitting: true, platform: "node", format: "esm", banner: { js: banner } } as const;
  await build({ ...options, entryPoints: [source], outdir: dir, outExtension: { ".js": ".mjs" } });
  return {
    path: outfile,
    start(...parameters) {
      const child = spawn(process.execPath, [outfile, ...parameters], { stdio: ["pipe", "pipe", "inherit"] });
      const lines = createInterface({ input: child.stdout });
      const first = once(lines, "line").then(([line]) => String(line));
      return { child, line: Promise.race([first, once(child, "close").then(() => null)]) };
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
