import { canonicalAddress } from "../../model/address.ts";
import { isServerWord, type ServerWord } from "../../model/result.ts";
import { isHtmlPage } from "../../platform/http/is-html-page.ts";
import { serverWords } from "./server-words.ts";

/** One statement of a dyndns answer. */
export interface AnswerLine {
  readonly word: ServerWord;
  /** The hostname the line names, lower case; null if it names none. */
  readonly hostname: string | null;
  /** The addresses the line names, canonical. */
  readonly addresses: readonly string[];
}

/** A longer one is prose. */
const maxRemarkTokens = 20;

/** The statements in a body, in order; lines that are none are left out. A page of HTML makes no statement. */
export function readLines(body: string, hostnames: readonly string[]): AnswerLine[] {
  if (isHtmlPage(body)) return [];
  const known = new Set(hostnames.map((hostname) => hostname.toLowerCase()));
  return body
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n|<br\s*\/?>/i)
    .flatMap((line) => splitStatements(line, known))
    .flatMap((statement) => readStatement(statement, known) ?? []);
}

/** A word as it was written, and what is before and after it. */
interface Statement {
  readonly before: readonly string[];
  readonly word: string;
  readonly after: readonly string[];
}

/** Several answers may share a line, as long as nothing but addresses and hostnames stands between them. */
function splitStatements(line: string, known: ReadonlySet<string>): Statement[] {
  const [said = ""] = line.split("#");
  const tokens = said.split(/[\s,;]+/).filter((token) => token !== "");
  const start = tokens.findIndex(isWord);
  // In front of the first word there may be a hostname, and nothing else.
  if (start < 0 || start > 1 || !tokens.slice(0, start).every((token) => isKnown(token, known))) return [];
  const starts = [start];
  for (let at = start + 1; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    if (isWord(token)) starts.push(at);
    else if (!isKnown(token, known) && addressIn(token) === null) break;
  }
  return starts.map((at, index) => ({
    before: index === 0 ? tokens.slice(0, at) : [],
    word: tokens[at] ?? "",
    after: tokens.slice(at + 1, starts[index + 1]),
  }));
}

function readStatement({ before, word: written, after }: Statement, known: ReadonlySet<string>): AnswerLine | null {
  const word = bare(written);
  if (!isServerWord(word)) return null;
  const remarkAt = after.findIndex((token) => !isKnown(token, known) && addressIn(token) === null);
  const told = remarkAt < 0 ? after : after.slice(0, remarkAt);
  const remark = remarkAt < 0 ? [] : after.slice(remarkAt);
  const toldAddresses = told.flatMap((token) => addressIn(token) ?? []);
  if (!isRemark(written, word, remark, toldAddresses.length > 0)) return null;
  const named = new Set([...before, ...after].map(bare).filter((token) => known.has(token)));
  const [hostname = null, another] = named;
  if (another !== undefined) return null;
  // A remark may name the previous address; if the answer itself names none, the address is the remark's.
  const addresses = toldAddresses.length > 0 ? toldAddresses : remark.flatMap((token) => addressIn(token) ?? []);
  return { word, hostname, addresses };
}

/** Whether the rest of a line may follow its word without making it something else. */
function isRemark(written: string, word: ServerWord, remark: readonly string[], hasAddress: boolean): boolean {
  const [first] = remark;
  if (first === undefined) return true;
  const { everyday, consequence } = serverWords[word];
  if (remark.length > maxRemarkTokens || (everyday && isCapitalised(written))) return false;
  // Behind success, what looks like an address and is none leaves open what was published.
  return consequence !== "done" || hasAddress || !looksLikeAddress(first);
}

function looksLikeAddress(token: string): boolean {
  return /^[\da-f.:/]+$/i.test(token) && /[.:]/.test(token) && /\d/.test(token);
}

/** As at the beginning of a sentence; protocols say `good` or `GOOD`. */
function isCapitalised(token: string): boolean {
  return token !== token.toLowerCase() && token !== token.toUpperCase();
}

function isWord(token: string): boolean {
  return isServerWord(bare(token));
}

function isKnown(token: string, known: ReadonlySet<string>): boolean {
  return known.has(bare(token));
}

function addressIn(token: string): string | null {
  return canonicalAddress(token) ?? canonicalAddress(trim(token, "()[]\"'."));
}

/** In lower case and without the colon or full stop that may follow. */
function bare(token: string): string {
  return trimEnd(token, ":=.").toLowerCase();
}

function trim(text: string, what: string): string {
  let start = 0;
  while (start < text.length && what.includes(text.charAt(start))) start++;
  return trimEnd(text.slice(start), what);
}

/** A regular expression would take time that grows with the square of what it looks at. */
function trimEnd(text: string, what: string): string {
  let end = text.length;
  while (end > 0 && what.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
