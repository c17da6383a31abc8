import { existsSync, readFileSync, writeFileSync } from "node:fs";
import vm, { type ScriptOptions } from "node:vm";
import { readContents } from "./open-program.ts";

/** Where the code of a piece is recorded. */
export function recordOf(dir: string, piece: number): string {
  return `${dir}/piece-${piece}.bin`;
}

/**
 * Has this process write, at its end, what V8 has made of the pieces of the program that it loaded: with every function that
 * was called, and those that earlier recordings knew.
 */
export function recordPieces(program: string, dir: string): void {
  const numbers = numberPieces(program);
  const made: [piece: number, script: vm.Script][] = [];
  class RecordedScript extends vm.Script {
    constructor(source: string, options: ScriptOptions) {
      const piece = numbers.get(source);
      const before = piece === undefined ? "" : recordOf(dir, piece);
      super(source, existsSync(before) ? { ...options, cachedData: readFileSync(before) } : options);
      if (piece !== undefined) made.push([piece, this]);
    }
  }
  vm.Script = RecordedScript;
  process.on("exit", () => {
    for (const [piece, script] of made) writeFileSync(recordOf(dir, piece), script.createCachedData());
  });
}

/** The number of each piece, by its text. */
function numberPieces(program: string): ReadonlyMap<string, number> {
  const bytes = readFileSync(`${program}/program/chunks.txt`);
  const { pieces } = readContents(program);
  return new Map(pieces.map(([start, length], at) => [bytes.toString("latin1", start, start + length), at]));
}
