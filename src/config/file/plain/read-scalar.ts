import type { FileScalar } from "../file-node.ts";
import { readPlainScalar } from "../plain-scalar.ts";
import { isGap, type TextCursor } from "./text-cursor.ts";

/** What a text without quotes may not begin with. */
const indicators = new Set([..."-?:,[]{}#&*!|>'\"%@`"].map((each) => each.charCodeAt(0)));
/** What begins or ends something inside brackets. */
const flowIndicators = new Set([...",[]{}"].map((each) => each.charCodeAt(0)));
/** `.inf` and `.nan` are numbers; the library knows them. */
const oddNumber = /^[-+]?\.(inf|nan)$/i;

/** A text without quotes, as far as its line, a comment, a colon, or what ends it inside brackets; null: give up. */
export function readPlain(cursor: TextCursor, inBrackets: boolean): FileScalar | null {
  if (!canBegin(cursor, inBrackets)) return null;
  const place = cursor.place();
  const begin = cursor.at;
  const end = findEnd(cursor, inBrackets);
  if (end === null) return null;
  const text = cursor.text.slice(begin, end);
  cursor.at = end;
  if (oddNumber.test(text)) return null;
  return { kind: "scalar", ...place, value: readPlainScalar(text), text, hasComment: cursor.hasComment() };
}

function canBegin(cursor: TextCursor, inBrackets: boolean): boolean {
  const first = cursor.charCode();
  if (!indicators.has(first)) return !isGap(first);
  // `-1`, and `:8053` where no bracket is near.
  const isInner = first === 0x2d || (first === 0x3a && !inBrackets);
  const next = cursor.charCode(1);
  return isInner && !isGap(next) && !flowIndicators.has(next);
}

/** Behind its last character; null if brackets and a colon make it something else. */
function findEnd(cursor: TextCursor, inBrackets: boolean): number | null {
  const { text } = cursor;
  let end = cursor.at;
  for (let at = cursor.at; at < cursor.end(); at++) {
    const code = text.charCodeAt(at);
    const next = at + 1 < cursor.end() ? text.charCodeAt(at + 1) : 0x0a;
    if (code === 0x20) {
      if (next === 0x23) break;
      continue;
    }
    if (inBrackets && flowIndicators.has(code)) return code === 0x5b || code === 0x7b ? null : end;
    if (code === 0x3a) {
      if (isGap(next)) return end;
      if (inBrackets && flowIndicators.has(next)) return null;
    }
    end = at + 1;
  }
  return end;
}

/** A text in quotes on one line; null: give up. */
export function readQuoted(cursor: TextCursor): FileScalar | null {
  const place = cursor.place();
  const quote = cursor.charCode();
  const end = quote === 0x27 ? findSingleEnd(cursor) : findDoubleEnd(cursor);
  if (end === null) return null;
  const inner = cursor.text.slice(cursor.at + 1, end);
  cursor.at = end + 1;
  const text = quote === 0x27 ? inner.replaceAll("''", "'") : readEscapes(inner);
  return text === null ? null : { kind: "scalar", ...place, value: text, text, hasComment: false };
}

function findSingleEnd(cursor: TextCursor): number | null {
  const { text } = cursor;
  for (let at = cursor.at + 1; at < cursor.end(); at++) {
    if (text.charCodeAt(at) !== 0x27) continue;
    if (text.charCodeAt(at + 1) !== 0x27) return at;
    at++;
  }
  return null;
}

function findDoubleEnd(cursor: TextCursor): number | null {
  const { text } = cursor;
  for (let at = cursor.at + 1; at < cursor.end(); at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x5c) at++;
  }
  return null;
}

/** JSON's escapes mean the same in YAML, which has more of them. */
function readEscapes(inner: string): string | null {
  if (!inner.includes("\\")) return inner;
  if (!/^(?:[^\\]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*$/.test(inner)) return null;
  return String(JSON.parse(`"${inner}"`));
}
