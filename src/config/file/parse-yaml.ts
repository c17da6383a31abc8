import { Composer, type Document, Lexer, LineCounter, Parser } from "yaml";
import type { Attempt, Fallible } from "../../model/fallible.ts";
import { convertNode, type Locate } from "./convert-node.ts";
import type { FileNode, FilePlace } from "./file-node.ts";
import { explainSyntaxError } from "./syntax-errors.ts";

export interface YamlFault extends FilePlace {
  readonly message: string;
}

/** The root is null for a file without anything in it. */
export type ParsedYaml = Attempt<{ readonly root: FileNode | null }, { readonly faults: readonly YamlFault[] }>;

/** Far more than any configuration has; a few thousand make the composer, which calls itself, run out of stack. */
const maxDepth = 40;
/** Far more than the schema has names for, or anybody has uplinks. */
const maxKeys = 1000;
/** What is read of what the parser stumbled over, and what is told of it. */
const maxErrors = 1000;
const maxFaults = 20;

/**
 * Reads a text as one YAML 1.2 document, by the library, which takes a hundred times the text's size in memory. Never throws, and no message of it
 * quotes the text: a secret may be in it.
 */
export function parseYaml(text: string): ParsedYaml {
  const counter = new LineCounter();
  const locate: Locate = (offset) => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const tokens = readTokens(text, counter);
  if (!tokens.ok) return { ok: false, faults: [{ ...locate(tokens.offset), message: tokens.reason }] };
  // Duplicate keys are looked for by whoever walks the tree: the composer compares each key with every other.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, schema: "core", logLevel: "silent" });
  const [document, second] = composer.compose(tokens.tokens, true, text.length);
  if (document === undefined) return { ok: true, root: null };
  const faults = readFaults(document, locate);
  if (second) faults.push({ ...locate(second.range[0]), message: "expected one YAML document; remove the --- line" });
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, root: document.contents && convertNode(document.contents, text, locate) };
}

type Tokens = Fallible<{ readonly tokens: Parameters<Composer["compose"]>[0] }, { readonly offset: number }>;

function readTokens(text: string, counter: LineCounter): Tokens {
  const parser = new Parser(counter.addNewLine);
  const tokens = [];
  counter.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    const message = findExcess(parser.stack);
    if (message !== null) return { ok: false, offset: parser.offset, reason: message };
  }
  tokens.push(...parser.end());
  return { ok: true, tokens };
}

/** What there is too much of where the parser stands, before it is made a tree of. */
function findExcess(stack: Parser["stack"]): string | null {
  if (stack.length > maxDepth) return "nested far too deep";
  const innermost = stack.at(-1);
  const isFull = innermost?.type === "block-map" && innermost.items.length > maxKeys;
  return isFull ? `far too many keys here; the limit is ${maxKeys}` : null;
}

/** One fault per line: one slip makes the parser stumble several times. */
function readFaults(document: Document.Parsed, locate: Locate): YamlFault[] {
  const byLine = new Map<number, YamlFault>();
  for (const error of document.errors.slice(0, maxErrors)) {
    const place = locate(error.pos[0]);
    if (!byLine.has(place.line)) byLine.set(place.line, { ...place, message: explainSyntaxError(error) });
  }
  return [...byLine.values()].slice(0, maxFaults);
}
