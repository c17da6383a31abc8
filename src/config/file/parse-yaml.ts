import {
  type Alias,
  Composer,
  type Document,
  Lexer,
  LineCounter,
  type Node,
  type ParsedNode,
  Parser,
  visit,
} from "yaml";
import type { Refused } from "../../model/fallible.ts";
import { explainSyntaxError } from "./syntax-errors.ts";

export interface YamlFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface YamlTree {
  /** Null for a file without anything in it. */
  readonly root: Node | null;
  /** What each alias (`*name`) stands for; an alias that is missing here stands for nothing. */
  readonly aliases: ReadonlyMap<Alias, Node>;
  /** Line and column, both from 1, of an offset. */
  readonly locate: (offset: number) => { readonly line: number; readonly column: number };
}

export type ParsedYaml =
  | { readonly ok: true; readonly tree: YamlTree }
  | { readonly ok: false; readonly faults: readonly YamlFault[] };

/** Far more than any configuration has; a few thousand make the composer, which calls itself, run out of stack. */
const maxDepth = 40;
/** Far more than the schema has names for, or anybody has uplinks. */
const maxKeys = 1000;

/** Reads a text as one YAML 1.2 document. Never throws, and no message of it quotes the text: a secret may be in it. */
export function parseYaml(text: string): ParsedYaml {
  const counter = new LineCounter();
  const locate = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const tokens = readTokens(text, counter);
  if (!tokens.ok) return { ok: false, faults: [{ ...locate(tokens.offset), message: tokens.reason }] };
  // Duplicate keys are looked for by whoever walks the tree: the composer compares each key with every other.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, schema: "core", logLevel: "silent" });
  const [document, second] = composer.compose(tokens.tokens, true, text.length);
  if (document === undefined) return { ok: true, tree: { root: null, aliases: new Map(), locate } };
  const faults = readFaults(document, locate);
  if (second) faults.push({ ...locate(second.range[0]), message: "expected one YAML document; remove the --- line" });
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, tree: { root: document.contents, aliases: resolveAliases(document), locate } };
}

type Tokens =
  | { readonly ok: true; readonly tokens: Parameters<Composer["compose"]>[0] }
  | Refused<{ readonly offset: number }>;

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
function readFaults(document: Document.Parsed, locate: YamlTree["locate"]): YamlFault[] {
  const byLine = new Map<number, YamlFault>();
  for (const error of document.errors.slice(0, 1000)) {
    const place = locate(error.pos[0]);
    if (!byLine.has(place.line)) byLine.set(place.line, { ...place, message: explainSyntaxError(error) });
  }
  return [...byLine.values()].slice(0, 20);
}

/** In one pass: yaml's own look-up walks the document anew for each alias. */
function resolveAliases(document: Document<ParsedNode>): Map<Alias, Node> {
  const anchors = new Map<string, Node>();
  const aliases = new Map<Alias, Node>();
  visit(document, {
    Alias: (_, alias) => {
      const target = anchors.get(alias.source);
      if (target) aliases.set(alias, target);
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return aliases;
}
