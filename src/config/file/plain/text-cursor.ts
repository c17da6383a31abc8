import type { FilePlace } from "../file-node.ts";

/**
 * Tabs, lone carriage returns and what Unicode calls a space beside the space; YAML and JavaScript don't agree on them.
 */
const unusual = /\t|\r(?!\n)|[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/;

/** A reader's position in a text, line by line. Blank lines and comments don't count. */
export class TextCursor {
  readonly text: string;
  at = 0;
  /** Where the line ends that `at` is in, without its line break. */
  private lineEnd = -1;
  private lineStart = 0;
  private line = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Goes to the first line that says something, after a `---` of its own; false for a text that isn't written the plain way. */
  open(): boolean {
    const oddAt = this.text.search(unusual);
    while (this.readLine() && (oddAt < 0 ? !this.saysSomething() : this.lineEnd < oddAt));
    if (oddAt >= 0) return false;
    const isMark = this.isMarker() && /^--- *$/.test(this.text.slice(this.at, this.lineEnd));
    return (!isMark || this.nextLine()) && !this.isMarker();
  }

  /** Past the last line that says something. */
  isAtEnd(): boolean {
    return this.lineStart >= this.text.length;
  }

  place(): FilePlace {
    return { line: Math.max(this.line, 1), column: this.column() };
  }

  /** From 1; 0 at the end. */
  column(): number {
    return this.isAtEnd() ? 0 : this.at - this.lineStart + 1;
  }

  charCode(ahead = 0): number {
    const at = this.at + ahead;
    return at < this.lineEnd ? this.text.charCodeAt(at) : newline;
  }

  skipSpaces(): void {
    while (this.charCode() === space) this.at++;
  }

  isAtQuote(): boolean {
    const code = this.charCode();
    return code === 0x22 || code === 0x27;
  }

  isAtBracket(): boolean {
    const code = this.charCode();
    return code === 0x5b || code === 0x7b;
  }

  isAtColon(): boolean {
    return this.charCode() === colon;
  }

  /** Whether nothing follows on this line, or a comment; to be asked behind spaces. */
  isLineOver(): boolean {
    const code = this.charCode();
    return code === newline || (code === hash && (this.at === this.lineStart || this.isBehindSpace()));
  }

  /** Goes past the colon of a key; false if it is none. */
  skipColon(): boolean {
    if (!this.isAtColon() || !isGap(this.charCode(1))) return false;
    this.at++;
    return true;
  }

  /** Goes to the next line that says something, or to the end; false if this line has more, or the next one is a mark. */
  endLine(): boolean {
    this.skipSpaces();
    if (!this.isLineOver()) return false;
    this.nextLine();
    return !this.isMarker();
  }

  /**
   * Goes over spaces and line breaks inside brackets; false if the next line stands no further right than `column`, unless
   * it begins with `closing`.
   */
  skipGap(column: number, closing?: number): boolean {
    this.skipSpaces();
    while (this.charCode() === newline) {
      if (!this.readLine()) return false;
      this.skipSpaces();
      const minColumn = this.charCode() === closing ? column + 1 : column + 2;
      if (this.isMarker() || (this.charCode() !== newline && this.column() < minColumn)) return false;
    }
    return true;
  }

  /** Whether a comment follows on this line. */
  hasComment(): boolean {
    let at = this.at;
    while (at < this.lineEnd && this.text.charCodeAt(at) === space) at++;
    return at > this.at && at < this.lineEnd && this.text.charCodeAt(at) === hash;
  }

  /** The end of the line. */
  end(): number {
    return this.lineEnd;
  }

  private nextLine(): boolean {
    while (this.readLine()) if (this.saysSomething()) return true;
    return false;
  }

  /** The next line, whatever is in it; false at the end. */
  private readLine(): boolean {
    const start = this.line === 0 ? 0 : this.nextStart();
    this.lineStart = start;
    this.at = start;
    if (start >= this.text.length) {
      this.lineEnd = start;
      return false;
    }
    this.line++;
    const end = this.text.indexOf("\n", start);
    this.lineEnd = end < 0 ? this.text.length : end;
    if (this.text.charCodeAt(this.lineEnd - 1) === 0x0d && this.lineEnd > start) this.lineEnd--;
    return true;
  }

  private nextStart(): number {
    const end = this.text.indexOf("\n", this.lineEnd);
    return end < 0 ? this.text.length : end + 1;
  }

  private saysSomething(): boolean {
    this.skipSpaces();
    return !this.isLineOver();
  }

  private isBehindSpace(): boolean {
    return this.text.charCodeAt(this.at - 1) === space;
  }

  /** `---`, `...` or `%` at the margin: about documents, not in them. */
  private isMarker(): boolean {
    return this.at === this.lineStart && /^(---|\.\.\.|%)/.test(this.text.slice(this.at, this.at + 3));
  }
}

const newline = 0x0a;
const space = 0x20;
const hash = 0x23;
const colon = 0x3a;

/** Whether a character ends a word: a space, or the end of the line. */
export function isGap(code: number): boolean {
  return code === space || code === newline;
}

/** The mark of a list's entry. */
export function isDash(cursor: TextCursor): boolean {
  return cursor.charCode() === 0x2d && isGap(cursor.charCode(1));
}
