import type { FileList, FileMap, FileNode, FilePair } from "../file-node.ts";
import { readPlain, readQuoted } from "./read-scalar.ts";
import type { TextCursor } from "./text-cursor.ts";

const maxDepth = 12;
const maxKeyLength = 200;

/**
 * A list or keys in brackets, over several lines if they stand further right than `column`; null: give up. Leaves the cursor
 * behind the bracket.
 */
export function readFlow(cursor: TextCursor, column: number, depth = 0): FileNode | null {
  if (depth > maxDepth) return null;
  const isList = cursor.charCode() === 0x5b;
  return isList ? readFlowList(cursor, column, depth) : readFlowMap(cursor, column, depth);
}

function readFlowList(cursor: TextCursor, column: number, depth: number): FileList | null {
  const place = cursor.place();
  const items: FileNode[] = [];
  const isWhole = readEntries(cursor, { column, closing: 0x5d, depth }, () => {
    const item = readFlowValue(cursor, column, depth);
    if (item !== null) items.push(item);
    return item !== null;
  });
  return isWhole ? { kind: "list", ...place, items } : null;
}

function readFlowMap(cursor: TextCursor, column: number, depth: number): FileMap | null {
  const place = cursor.place();
  const pairs: FilePair[] = [];
  const isWhole = readEntries(cursor, { column, closing: 0x7d, depth }, () => {
    const key = readFlowKey(cursor);
    const value = key && cursor.skipGap(column) && readFlowValue(cursor, column, depth);
    if (key && value) pairs.push({ key, value });
    return Boolean(value);
  });
  return isWhole ? { kind: "map", ...place, pairs } : null;
}

interface Brackets {
  readonly column: number;
  readonly closing: number;
  readonly depth: number;
}

/** Entries with commas between them, up to the closing bracket; the last may have a comma, too. False: give up. */
function readEntries(cursor: TextCursor, { column, closing, depth }: Brackets, readEntry: () => boolean): boolean {
  // The outermost bracket may close as far left as its key.
  const skipGap = () => cursor.skipGap(column, depth === 0 ? closing : undefined);
  for (cursor.at++; ; cursor.at++) {
    if (!skipGap()) return false;
    if (cursor.charCode() === closing) break;
    if (!readEntry() || !skipGap()) return false;
    if (cursor.charCode() === closing) break;
    if (cursor.charCode() !== 0x2c) return false;
  }
  cursor.at++;
  return true;
}

/** A key and its colon. */
function readFlowKey(cursor: TextCursor): FileNode | null {
  const begin = cursor.at;
  const isQuoted = cursor.isAtQuote();
  const key = isQuoted ? readQuoted(cursor) : readPlain(cursor, true);
  if (key === null || cursor.at - begin > maxKeyLength) return null;
  if (cursor.skipColon()) return key;
  // Behind quotes a colon needs no space.
  if (!isQuoted || !cursor.isAtColon()) return null;
  cursor.at++;
  return key;
}

function readFlowValue(cursor: TextCursor, column: number, depth: number): FileNode | null {
  if (cursor.isAtBracket()) return readFlow(cursor, column, depth + 1);
  return cursor.isAtQuote() ? readQuoted(cursor) : readPlain(cursor, true);
}
