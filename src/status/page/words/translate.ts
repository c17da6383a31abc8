/** A sentence of the daemon's, and the same in another language: `{name}` stands for the part that varies. */
export type Phrase = readonly [english: string, translated: string];

/** A piece of a sentence; `foreign`: still in English. */
export interface SentencePiece {
  readonly text: string;
  readonly foreign: boolean;
}

/** Translates a sentence of the daemon's into the language of the page. */
export type Translate = (sentence: string) => readonly SentencePiece[];

/** For English: the sentence itself. */
export const untranslated: Translate = (text) => [{ text, foreign: false }];

interface Template {
  /** The text before, between and after the placeholders. */
  readonly literals: readonly string[];
  readonly names: readonly string[];
  readonly translated: string;
}

/** Sentences contain sentences: `the cause (its reason); what follows`. */
const maxDepth = 6;

/** By whole phrases first, then by the parts that a sentence is made of. Anything without a phrase stays as it is. */
export function createTranslate(phrases: readonly Phrase[]): Translate {
  const exact = new Map(phrases.filter(([english]) => !english.includes("{")));
  const templates = phrases.filter(([english]) => english.includes("{")).map(readTemplate);
  templates.sort((one, other) => fixedLength(other) - fixedLength(one));
  return (sentence) => joinSame(translate(sentence, { exact, templates }, maxDepth));
}

interface Phrases {
  readonly exact: ReadonlyMap<string, string>;
  readonly templates: readonly Template[];
}

function translate(text: string, phrases: Phrases, depth: number): readonly SentencePiece[] {
  if (text.endsWith(".")) return [...translate(text.slice(0, -1), phrases, depth), { text: ".", foreign: false }];
  return findWhole(text, phrases, depth) ?? findParts(text, phrases, depth) ?? [{ text, foreign: isWords(text) }];
}

function findWhole(text: string, phrases: Phrases, depth: number): readonly SentencePiece[] | null {
  const exact = phrases.exact.get(text);
  if (exact !== undefined) return [{ text: exact, foreign: false }];
  if (depth === 0) return null;
  for (const template of phrases.templates) {
    const values = match(template, text);
    if (values !== null) return fill(template, values, phrases, depth);
  }
  return null;
}

/** The parts of a list with semicolons, or of a source with what it says. */
function findParts(text: string, phrases: Phrases, depth: number): readonly SentencePiece[] | null {
  if (depth === 0) return null;
  const inner = (part: string) => translate(part, phrases, depth - 1);
  const parts = text.split("; ");
  if (parts.length > 1) {
    return parts.flatMap((part, index) => [...(index === 0 ? [] : [{ text: "; ", foreign: false }]), ...inner(part)]);
  }
  const colon = text.indexOf(": ");
  const before = text.slice(0, colon);
  if (colon <= 0 || before.includes(" ")) return null;
  return [{ text: `${before}: `, foreign: false }, ...inner(text.slice(colon + 2))];
}

/** The text of each placeholder, as short as possible; null if the text is a different one. */
function match({ literals, names }: Template, text: string): Map<string, string> | null {
  const [first = "", ...others] = literals;
  if (!text.startsWith(first)) return null;
  const values = new Map<string, string>();
  let at = first.length;
  for (const [index, literal] of others.entries()) {
    const isLast = index === others.length - 1;
    const end = isLast ? text.length - literal.length : text.indexOf(literal, at);
    if (end < at || (isLast && !text.endsWith(literal))) return null;
    values.set(names[index] ?? "", text.slice(at, end));
    at = end + literal.length;
  }
  return values;
}

function fill({ translated }: Template, values: Map<string, string>, phrases: Phrases, depth: number): SentencePiece[] {
  return translated.split(/(\{[a-z]+\})/).flatMap((part) => {
    const value = part.startsWith("{") ? values.get(part.slice(1, -1)) : undefined;
    return value === undefined ? [{ text: part, foreign: false }] : translate(value, phrases, depth - 1);
  });
}

function readTemplate([english, translated]: Phrase): Template {
  const parts = english.split(/\{([a-z]+)\}/);
  return {
    literals: parts.filter((_, index) => index % 2 === 0),
    names: parts.filter((_, index) => index % 2 === 1),
    translated,
  };
}

function fixedLength({ literals }: Template): number {
  return literals.reduce((sum, { length }) => sum + length, 0);
}

/** A name, an address or what must be typed is the same in every language; several words in a row are English. */
function isWords(text: string): boolean {
  return /[a-z]{2} [a-z]{2}/i.test(text.replace(/`[^`]*`|"[^"]*"/g, ""));
}

function joinSame(pieces: readonly SentencePiece[]): readonly SentencePiece[] {
  const joined: SentencePiece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && last.foreign === piece.foreign) {
      joined[joined.length - 1] = { text: last.text + piece.text, foreign: piece.foreign };
    } else if (piece.text !== "") joined.push(piece);
  }
  return joined;
}
