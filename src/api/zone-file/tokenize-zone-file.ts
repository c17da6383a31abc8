/** One entry of a zone file: a line, or several where parentheses join them. */
export interface ZoneFileEntry {
  /** Where it begins, from 1. */
  readonly line: number;
  /** It starts with a blank: its owner is that of the previous entry. */
  readonly isIndented: boolean;
  /** Quoted strings with their quotes, `key="value"` as one. */
  readonly words: readonly string[];
  /** Part of it couldn't be read; the problems say what. */
  readonly isBroken: boolean;
}

export interface ZoneFileProblem {
  readonly line: number;
  readonly problem: string;
}

/** No two alternatives start alike, and none fails late, so the time is linear in the text's length. */
const token =
  /"(?:[^"\\\n]|\\[^\n])*"?|[()]|;[^\n]*|\n|[ \t\f\v]+|(?:[^ \t\f\v\n"();\\]|\\[^\n])+(?:(?<==)"(?:[^"\\\n]|\\[^\n])*"?)?|\\/gu;

interface Scan {
  readonly entries: ZoneFileEntry[];
  readonly problems: ZoneFileProblem[];
  line: number;
  /** How many parentheses are open. */
  depth: number;
  /** Line of the outermost one. */
  openedAt: number;
  atStart: boolean;
  entry: { line: number; isIndented: boolean; words: string[]; isBroken: boolean };
}

/** Splits a zone file into entries (RFC 1035, section 5.1), without comments and with parentheses resolved. */
export function tokenizeZoneFile(text: string): {
  readonly entries: readonly ZoneFileEntry[];
  readonly problems: readonly ZoneFileProblem[];
} {
  const scan: Scan = {
    ...{ entries: [], problems: [], line: 1, depth: 0, openedAt: 0, atStart: true },
    entry: { line: 1, isIndented: false, words: [], isBroken: false },
  };
  // Editors on Windows begin a file with a byte order mark.
  const plain = text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  for (const [found] of plain.matchAll(token)) take(scan, found);
  finish(scan);
  if (scan.depth > 0) scan.problems.push({ line: scan.openedAt, problem: "the ( here is never closed" });
  return scan;
}

function take(scan: Scan, found: string): void {
  if (found === "\n") {
    endLine(scan);
    return;
  }
  if (/^[ \t\f\v]/.test(found)) scan.entry.isIndented ||= scan.atStart;
  else if (found === "(") open(scan);
  else if (found === ")") close(scan);
  else if (!found.startsWith(";")) takeWord(scan, found);
  scan.atStart = false;
}

function takeWord({ entry, line, problems }: Scan, word: string): void {
  const problem = findWordProblem(word);
  entry.words.push(word);
  if (problem === null) return;
  entry.isBroken = true;
  problems.push({ line, problem });
}

function findWordProblem(word: string): string | null {
  if (word === "\\") return "a \\ at the end of the line has nothing after it";
  if (word.includes('"') && !/(?:^|=)"(?:[^"\\]|\\.)*"$/u.test(word) && !isEscaped(word))
    return "a quotation is not closed before the line ends";
  // A decoder writes this for bytes that it can't read.
  return word.includes("\uFFFD") ? "it contains bytes that aren't UTF-8; save the file as UTF-8" : null;
}

/** Every quote in it follows a `\`. */
const isEscaped = (word: string) => /^(?:[^"\\]|\\.)*$/u.test(word);

function endLine(scan: Scan): void {
  scan.line++;
  if (scan.depth > 0) return;
  finish(scan);
  scan.atStart = true;
}

function finish(scan: Scan): void {
  if (scan.entry.words.length > 0) scan.entries.push(scan.entry);
  scan.entry = { line: scan.line, isIndented: false, words: [], isBroken: false };
}

function open(scan: Scan): void {
  if (scan.depth === 0) scan.openedAt = scan.line;
  scan.depth++;
}

function close(scan: Scan): void {
  if (scan.depth === 0) scan.problems.push({ line: scan.line, problem: "a ) closes what was never opened" });
  else scan.depth--;
}
