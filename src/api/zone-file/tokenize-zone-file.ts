/** One entry of a zone file: a line, or several where parentheses join them. */
export interface ZoneFileEntry {
  /** Where it begins, from 1. */
  readonly line: number;
  /** It begins with a blank: its owner is that of the entry before. */
  readonly isIndented: boolean;
  /** Quoted strings with their quotes. */
  readonly words: readonly string[];
}

export interface ZoneFileProblem {
  readonly line: number;
  readonly problem: string;
}

const word = /"(?:[^"\\\n]|\\.)*"|[()]|;[^\n]*|\n|[^\S\n]+|(?:[^\s"();\\]|\\.)+|[\s\S]/gsu;

/** Cuts a zone file into entries (RFC 1035, section 5.1): comments are gone, parentheses resolved. */
export function tokenizeZoneFile(text: string): {
  readonly entries: readonly ZoneFileEntry[];
  readonly problems: readonly ZoneFileProblem[];
} {
  const entries: ZoneFileEntry[] = [];
  const problems: ZoneFileProblem[] = [];
  let line = 1;
  let depth = 0;
  let atStart = true;
  let entry = { line: 1, isIndented: false, words: [] as string[] };
  const finish = () => {
    if (entry.words.length > 0) entries.push(entry);
    entry = { line: line + 1, isIndented: false, words: [] };
  };
  for (const [token] of text.replaceAll(/\r\n?/g, "\n").matchAll(word)) {
    if (token === "\n") {
      if (depth === 0) finish();
      atStart = depth === 0;
      line++;
      continue;
    }
    if (/^[^\S\n]/.test(token)) entry.isIndented ||= atStart;
    else if (token === "(") depth++;
    else if (token === ")" && depth > 0) depth--;
    else if (token === ")" || token === '"') problems.push({ line, problem: `a ${token} too many` });
    else if (!token.startsWith(";")) entry.words.push(token);
    atStart = false;
  }
  finish();
  if (depth > 0) problems.push({ line, problem: "a ( is never closed" });
  return { entries, problems };
}
