import { openSync, readFileSync, readSync } from "node:fs";
import { Script } from "node:vm";
import { openCodeCache } from "./code-cache.ts";
import { doFilesAtOnce } from "./files-at-once.ts";
import { isExpensive, loadWhenUsed } from "./load-when-used.ts";

/** Loads a chunk of the program, or one of Node's modules. */
export type Load = <Exports>(name: string) => Exports;

/** Its exports are those of its chunks, by their names. */
type ProgramPiece = (module: { exports: object }, exports: object, require: (name: string) => unknown) => void;

/** Where to find the chunks: the place of each piece of the file, and by chunk the number of its piece. */
export interface Contents {
  /** The hash of the whole file. */
  readonly hash: string;
  readonly pieces: readonly (readonly [start: number, length: number])[];
  readonly chunks: Readonly<Record<string, number>>;
}

interface ProgramOptions {
  /** Where the program is installed. */
  readonly dir: string;
  readonly loadBuiltIn: NodeJS.Require;
  /** Where the code cache is, if there is one; null: it isn't worth a look. */
  readonly codeCache: string | null;
  /** Whether files are read and written at once, not by other threads. */
  readonly filesAtOnce: boolean;
}

/**
 * Opens the program. All of it lies in one file, which stays open: an upgrade takes the files of a daemon that runs away, and
 * it may need more of them later. What is mostly needed together is one piece of it, read and compiled when it is asked for.
 */
export function openProgram({ dir, loadBuiltIn, codeCache, filesAtOnce }: ProgramOptions): Load {
  const filename = `${dir}/program/chunks.txt`;
  const { hash, pieces, chunks } = readContents(dir);
  const file = openSync(filename, "r");
  const readCode = codeCache === null ? () => undefined : openCodeCache(codeCache, hash);
  const readPiece = (at: number): ProgramPiece => {
    const [start, length] = pieces[at] ?? [0, 0];
    const bytes = Buffer.allocUnsafe(length);
    readSync(file, bytes, 0, length, start);
    return new Script(bytes.toString("latin1"), { filename, cachedData: readCode(at) }).runInThisContext();
  };
  const loaded = new Map<string | number, Readonly<Record<string, unknown>>>();
  const files = "node:fs/promises";
  if (filesAtOnce)
    loaded.set(
      files,
      doFilesAtOnce(() => loadBuiltIn(files)),
    );
  const load = (name: string): unknown => {
    const at = chunks[name];
    if (at === undefined) {
      return loaded.get(name) ?? (isExpensive(name) ? loadWhenUsed(() => loadBuiltIn(name)) : loadBuiltIn(name));
    }
    let piece = loaded.get(at);
    if (piece === undefined) {
      const module = { exports: {} };
      readPiece(at)(module, module.exports, load);
      piece = module.exports;
      loaded.set(at, piece);
    }
    return piece[name];
  };
  return load as Load; // what a chunk exports is known to whoever names it
}

export function readContents(dir: string): Contents {
  return JSON.parse(readFileSync(`${dir}/program/contents.json`, "utf8"));
}
