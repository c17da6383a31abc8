import type { Attempt } from "../../../model/fallible.ts";
import type { FileList, FileMap, FileNode, FilePair, FilePlace } from "../file-node.ts";
import { readFlow } from "./read-flow.ts";
import { readPlain, readQuoted } from "./read-scalar.ts";
import { isDash, TextCursor } from "./text-cursor.ts";

/** What a file says that is written the plain way, null for an empty one; or about where it is not. */
export type PlainYaml = Attempt<{ readonly root: FileNode | null }, { readonly stoppedAt: FilePlace }>;

/** What the library refuses is refused by it, with its reasons. */
const maxDepth = 12;
const maxKeys = 1000;
const maxKeyLength = 200;

/**
 * Reads YAML as people write it: keys and lists by indentation, values on one line, brackets, JSON. It costs a twentieth of
 * the library's memory, and none of its time to load. Whatever is out of the ordinary, faults included, is not its business:
 * it gives up, and never says anything that the library would not.
 */
export function readPlainYaml(text: string): PlainYaml {
  const cursor = new TextCursor(text);
  const isOpen = cursor.open();
  if (isOpen && cursor.isAtEnd()) return { ok: true, root: null };
  const root = isOpen ? readRoot(cursor) : null;
  return root !== null && cursor.isAtEnd() ? { ok: true, root } : { ok: false, stoppedAt: cursor.place() };
}

function readRoot(cursor: TextCursor): FileNode | null {
  if (!cursor.isAtBracket()) return readBlock(cursor, 0);
  const root = readFlow(cursor, -1);
  return root !== null && cursor.endLine() ? root : null;
}

/** The reading functions leave the cursor at the next line that says something; null: give up. */
function readBlock(cursor: TextCursor, depth: number): FileNode | null {
  if (depth > maxDepth) return null;
  return isDash(cursor) ? readList(cursor, depth) : readMap(cursor, depth);
}

function readMap(cursor: TextCursor, depth: number): FileMap | null {
  const { line, column } = cursor.place();
  const pairs: FilePair[] = [];
  do {
    const key = readKey(cursor);
    const value = key && readValue(cursor, column, depth);
    if (!key || !value || pairs.push({ key, value }) > maxKeys || cursor.column() > column) return null;
  } while (cursor.column() === column && !isDash(cursor));
  return cursor.column() === column ? null : { kind: "map", line, column, pairs };
}

function readKey(cursor: TextCursor): FileNode | null {
  const begin = cursor.at;
  const key = cursor.isAtQuote() ? readQuoted(cursor) : readPlain(cursor, false);
  if (key === null || cursor.at - begin > maxKeyLength || !cursor.skipColon()) return null;
  return key;
}

/** What follows the colon of a key in that column. */
function readValue(cursor: TextCursor, column: number, depth: number): FileNode | null {
  cursor.skipSpaces();
  if (!cursor.isLineOver()) return readInline(cursor, column);
  const place = cursor.place();
  if (!cursor.endLine()) return null;
  // A list may stand as far left as its key.
  const isBelow = cursor.column() > column || (cursor.column() === column && isDash(cursor));
  if (isBelow) return readBlock(cursor, depth + 1);
  return { kind: "scalar", ...place, value: null, text: "", hasComment: false };
}

/** A value that ends on its line, unless it is in brackets. */
function readInline(cursor: TextCursor, column: number): FileNode | null {
  const value = readToken(cursor, column);
  // A text that continues on the next line is for the library.
  return value !== null && cursor.endLine() && cursor.column() <= column ? value : null;
}

function readToken(cursor: TextCursor, column: number): FileNode | null {
  if (cursor.isAtBracket()) return readFlow(cursor, column - 1);
  return cursor.isAtQuote() ? readQuoted(cursor) : readPlain(cursor, false);
}

function readList(cursor: TextCursor, depth: number): FileList | null {
  const { line, column } = cursor.place();
  const items: FileNode[] = [];
  do {
    cursor.at++;
    cursor.skipSpaces();
    const item = cursor.isLineOver() || isDash(cursor) ? null : readItem(cursor, column, depth);
    if (item === null || cursor.column() > column) return null;
    items.push(item);
  } while (cursor.column() === column && isDash(cursor));
  return { kind: "list", line, column, items };
}

/** A value, or keys of which the first follows the dash. */
function readItem(cursor: TextCursor, column: number, depth: number): FileNode | null {
  const begin = cursor.at;
  const value = readToken(cursor, column);
  if (value === null) return null;
  if (!cursor.isAtColon()) return cursor.endLine() && cursor.column() <= column ? value : null;
  if (value.kind !== "scalar" || depth >= maxDepth) return null;
  cursor.at = begin;
  return readMap(cursor, depth + 1);
}
