import { canonicalAddress } from "../../model/address.ts";
import type { ServerWord } from "../../model/result.ts";

/** One statement of a dyndns answer. */
export interface AnswerLine {
  readonly word: ServerWord;
  /** The hostname the line names, lower case; null where it names none. */
  readonly hostname: string | null;
  /** The addresses the line names, canonical. */
  readonly addresses: readonly string[];
}

const words: ReadonlySet<string> = new Set<ServerWord>([
  "good",
  "nochg",
  "badauth",
  "nohost",
  "notfqdn",
  "abuse",
  "!donator",
  "numhost",
  "badagent",
  "badsys",
  "dnserr",
  "911",
]);
/** Words of everyday English: only a line that says nothing else is an answer. */
const everydayWords: ReadonlySet<string> = new Set(["good", "abuse", "911"]);

/** The statements in a body, in order; lines that are none are left out. A page of HTML makes no statement. */
export function readLines(body: string, hostnames: readonly string[]): AnswerLine[] {
  if (isHtmlPage(body)) return [];
  const known = new Set(hostnames.map((hostname) => hostname.toLowerCase()));
  return body
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n|<br\s*\/?>/i)
    .flatMap(splitStatements)
    .flatMap((tokens) => readStatement(tokens, known) ?? []);
}

/** Whether the body is a page for people. A stray tag before an answer (a warning of PHP's) does not make it one. */
export function isHtmlPage(body: string): boolean {
  return /<(!doctype\s+html|html|head|body)[\s>]/i.test(body.slice(0, 65_536));
}

/** The tokens of a line, one list for each statement: several answers may share a line. */
function splitStatements(line: string): string[][] {
  const [said = ""] = line.split("#");
  const tokens = said
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((token) => token !== "");
  const starts = tokens.flatMap((token, index) => (isWord(token) ? [index] : []));
  if (starts.length < 2) return [tokens];
  return starts.map((start, index) => tokens.slice(index === 0 ? 0 : start, starts[index + 1]));
}

function readStatement(tokens: readonly string[], known: ReadonlySet<string>): AnswerLine | null {
  const at = tokens.findIndex(isWord);
  const word = wordOf(tokens[at]);
  if (word === null) return null;
  const before = tokens.slice(0, at).map(dropColon);
  const after = tokens.slice(at + 1);
  if (before.length > 1 || before.some((token) => !known.has(token))) return null;
  const addresses = after.flatMap((token) => canonicalAddress(token) ?? []);
  const named = new Set([...before, ...after].map(dropColon).filter((token) => known.has(token)));
  const rest = after.filter((token) => canonicalAddress(token) === null && !known.has(dropColon(token)));
  if (rest.length > 0 && (everydayWords.has(word) || !isRemark(word, rest))) return null;
  const [hostname = null, another] = named;
  return another === undefined ? { word, hostname, addresses } : null;
}

/** Success takes no remark: what follows `nochg` would be an address that can't be read. */
function isRemark(word: ServerWord, rest: readonly string[]): boolean {
  return word !== "nochg" && rest.length <= 20;
}

function isWord(token: string): boolean {
  return words.has(dropColon(token));
}

function wordOf(token: string | undefined): ServerWord | null {
  const bare = token === undefined ? "" : dropColon(token);
  return words.has(bare) ? (bare as ServerWord) : null; // the set holds nothing but server words
}

function dropColon(token: string): string {
  return token.replace(/[:=]+$/, "");
}
