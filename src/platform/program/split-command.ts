import type { Fallible } from "../../model/fallible.ts";

/**
 * Splits a command line into words like a POSIX shell does (blanks, '…', "…", backslash), and does nothing else of a
 * shell's work: `$HOME`, `*`, `~`, `|` and `>` stay as they are. It fails where a quote is never closed.
 */
export function splitCommand(line: string): Fallible<{ readonly words: readonly string[] }> {
  const words: string[] = [];
  let rest = line.trimStart();
  while (rest !== "") {
    const word = readWord(rest);
    if (!word.ok) return word;
    words.push(word.text);
    rest = rest.slice(word.length).trimStart();
  }
  return { ok: true, words };
}

type CommandWord = Fallible<{ readonly text: string; readonly length: number }>;

/** The word at the start: pieces up to the next blank outside quotes. */
function readWord(line: string): CommandWord {
  let text = "";
  let length = 0;
  while (length < line.length && !/\s/.test(line.charAt(length))) {
    const piece = readPiece(line.slice(length));
    if (!piece.ok) return piece;
    text += piece.text;
    length += piece.length;
  }
  return { ok: true, text, length };
}

/** A quoted part, an escaped character, or a run of plain ones. */
function readPiece(line: string): CommandWord {
  switch (line.charAt(0)) {
    case "'":
      return readSingleQuoted(line);
    case '"':
      return readDoubleQuoted(line);
    case "\\":
      return line.length === 1
        ? { ok: false, reason: "the command ends with a backslash that escapes nothing" }
        : { ok: true, text: line.charAt(1), length: 2 };
    default: {
      const plain = /^[^\s'"\\]+/.exec(line)?.[0] ?? "";
      return { ok: true, text: plain, length: plain.length };
    }
  }
}

function readSingleQuoted(line: string): CommandWord {
  const end = line.indexOf("'", 1);
  return end === -1
    ? { ok: false, reason: "a ' in the command is never closed" }
    : { ok: true, text: line.slice(1, end), length: end + 1 };
}

/** Within double quotes a backslash escapes only what has a meaning there (POSIX 2.2.3). */
function readDoubleQuoted(line: string): CommandWord {
  const quoted = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(line);
  if (quoted === null) return { ok: false, reason: 'a " in the command is never closed' };
  return { ok: true, text: (quoted[1] ?? "").replace(/\\([$`"\\])/g, "$1"), length: quoted[0].length };
}
