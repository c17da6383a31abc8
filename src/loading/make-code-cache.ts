import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFile } from "./code-cache.ts";
import { readContents } from "./open-program.ts";
import { recordOf, recordPieces } from "./record-pieces.ts";
import { everydayCommands, runScript, surround } from "./warm-commands.ts";
import { writeCodeCache } from "./write-code-cache.ts";

// Makes the code cache beside the program that this file is installed with: `node make-code-cache.cjs`. The image's build and
// the Debian package run it, as root; nobody else has to. It runs a few commands, each in a process of its own, against a
// server that is this process, and keeps what V8 made of the program's pieces.

const loadFile: NodeJS.Require = require; // under another name, since a bundler would look for the files of a plain require
const [mode, dir = "", ...words] = process.argv.slice(2);
const program = __dirname;
const frontDoor = join(program, "gigahost-ddns.cjs");

if (mode === "--record") {
  recordPieces(program, dir);
  process.argv = [process.execPath, frontDoor, ...words];
  loadFile(frontDoor);
} else {
  makeCodeCache().catch((error: unknown) => {
    process.stderr.write(`make-code-cache: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}

async function makeCodeCache(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "gigahost-ddns-code-"));
  try {
    await record(work);
    const { hash, pieces } = readContents(program);
    const found = pieces.flatMap((_, piece) => {
      const file = recordOf(work, piece);
      return existsSync(file) ? [[piece, readFileSync(file)] as const] : [];
    });
    writeCodeCache(join(program, "code-cache"), hash, found);
    const bytes = found.reduce((sum, [, code]) => sum + code.length, 0);
    process.stdout.write(`${cacheFile("code-cache", hash)}: ${found.length} pieces, ${bytes >> 10} KiB\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function record(work: string): Promise<void> {
  const surroundings = await surround(work);
  try {
    for (const command of everydayCommands) {
      const code = await runScript([__filename, "--record", work, ...command, "--config", surroundings.config], work);
      if (code !== 0) throw new Error(`gigahost-ddns ${command.join(" ")} ended with ${code}`);
    }
  } finally {
    surroundings.close();
  }
}
