import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { addProblem, type Findings, joinKey } from "../findings.ts";
import { suggestWord } from "../values/nearest-word.ts";
import { fitScalar, quote } from "./fit-scalar.ts";
import type { YamlTree } from "./parse-yaml.ts";
import { readPlainScalar } from "./plain-scalar.ts";
import { describeExpected, type Fields, listAlternatives, type PlainShape, type Shape } from "./shape.ts";
import { substitute } from "./substitute.ts";

export interface Reading {
  readonly file: string;
  readonly tree: YamlTree;
  readonly environment: NodeJS.ProcessEnv;
  readonly findings: Findings;
  /** The schema as a whole, to tell where a misplaced key belongs. */
  readonly shape: Shape;
}

/** Where the reader is: `key` counts only what was taken over, `path` is what the user sees in the file. */
interface Spot {
  readonly key: string;
  readonly path: string;
}

/** More problems than anybody reads. */
const maxProblems = 500;
/** Aliases can make a small file stand for a huge one. */
const maxValues = 500_000;

/**
 * Walks the YAML tree beside the schema, and returns what fits: what doesn't is left out, and told in the findings with
 * its place. A union's branch is chosen by the kind of node before anything in it is looked at.
 */
export function readSettings(reading: Reading): Record<string, unknown> {
  let values = 0;

  function readNode(shape: Shape, found: Node, spot: Spot): unknown {
    const node = isAlias(found) ? followAlias(found, spot) : found;
    if (node === null) return undefined;
    values++;
    place(node, spot);
    if (isOverfull(spot)) return undefined;
    if (hasForeignTag(node))
      return refuse(spot, "a tag (!) is not supported; put a value that starts with ! into quotes");
    if (isScalar(node)) return readScalar(shape, node, spot);
    for (const each of listAlternatives(shape)) {
      if (isMap(node) && each.type === "strict_object") return readFields(each, node, spot);
      if (isMap(node) && each.type === "record") return readRecord(each, node, spot);
      if (isSeq(node) && each.type === "array") return readList(each.item, node, spot);
    }
    const kind = isMap(node) ? "keys with values" : "a list";
    return refuse(spot, `expected ${describeExpected(listAlternatives(shape))}, not ${kind}`);
  }

  function readFields(shape: Fields, map: YAMLMap, spot: Spot): unknown {
    const result: Record<string, unknown> = {};
    const seen = new Set<string>();
    forEachPair(map, spot, seen, (name, pair, inner) => {
      const field = Object.hasOwn(shape.entries, name) ? shape.entries[name] : undefined;
      if (field === undefined) return refuseKey(shape, name, pair, spot);
      const value = pair.value ? readNode(field, pair.value, inner) : undefined;
      if (value !== undefined) result[name] = value;
    });
    const missing = Object.entries(shape.entries).filter(
      ([name, each]) => each.type !== "optional" && !(name in result),
    );
    for (const [name] of missing) if (!seen.has(name)) refuse(spot, `the key "${name}" is missing`);
    return missing.length > 0 ? undefined : result;
  }

  function readRecord(shape: PlainShape & { type: "record" }, map: YAMLMap, spot: Spot): unknown {
    const result: Record<string, unknown> = {};
    forEachPair(map, spot, new Set(), (name, pair, inner) => {
      if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/.test(name)) {
        return refuseAt(pair.key, spot, "expected a name of at most 32 letters, digits, - and _");
      }
      // A name without anything under it is an entry in which everything has its default.
      const value = isEmpty(pair.value) ? {} : pair.value && readNode(shape.value, pair.value, inner);
      if (value !== undefined) result[name] = value;
    });
    return result;
  }

  function readList(item: Shape, list: YAMLSeq, spot: Spot): unknown {
    const result: unknown[] = [];
    for (const [index, node] of list.items.entries()) {
      const inner = { key: `${spot.key}[${result.length}]`, path: `${spot.path}[${index}]` };
      const value = readNode(item, node as Node, inner); // a parsed list holds nodes only; the type allows plain values too
      if (value !== undefined) result.push(value);
      else if (isOverfull(spot)) break;
    }
    return result;
  }

  function readScalar(shape: Shape, node: Scalar, spot: Spot): unknown {
    const secret = isSecretKey(spot.key);
    if (secret && node.type === "PLAIN" && node.comment !== undefined && node.comment !== null) warnOfComment(spot);
    const written = typeof node.value === "string" ? node.value : (node.source ?? "");
    const { text, whole, used, missing } = substitute(written, reading.environment);
    for (const name of missing)
      refuse(spot, `the environment variable ${name} is not set; \${${name}:-default} gives a default`);
    if (missing.length > 0) return undefined;
    if (secret && text !== "") {
      reading.findings.secrets.add(text);
      reading.findings.inlineSecret ||= used.length === 0;
    }
    const value = whole ? rereadScalar(shape, text) : typeof node.value === "string" ? text : node.value;
    const fitted = fitScalar(shape, { value, text, quotable: !secret && used.length === 0 });
    if (!fitted.ok) return refuse(spot, fitted.message);
    if (fitted.value === undefined || fitted.value === null) reading.findings.places.delete(spot.key);
    return fitted.value;
  }

  function forEachPair(
    map: YAMLMap,
    spot: Spot,
    seen: Set<string>,
    visit: (name: string, pair: Pair<unknown, Node | null>, inner: Spot) => void,
  ): void {
    for (const pair of map.items as Pair<unknown, Node | null>[]) {
      // as parsed: the type allows plain values too
      const name = isScalar(pair.key) ? String(pair.key.value ?? "") : null;
      if (isOverfull(spot)) return;
      if (name === null) refuseAt(pair.key, spot, "a key must be plain text");
      else if (seen.has(name)) refuseAt(pair.key, innerSpot(spot, name), "this key is given twice");
      else {
        seen.add(name);
        visit(name, pair, innerSpot(spot, name));
      }
    }
  }

  function refuseKey(shape: Fields, name: string, pair: Pair<unknown, Node | null>, spot: Spot): void {
    // A password on a line of its own would look like a key without a value.
    const shown = isEmpty(pair.value) && spot.key.startsWith("account") ? "" : ` ${quote(name)}`;
    const elsewhere = listKeyPaths(reading.shape).find((path) => path.split(".").at(-1) === name);
    const suggestion = elsewhere ? `did you mean "${elsewhere}"?` : suggestWord(name, Object.keys(shape.entries));
    const nearby = suggestWord(name, Object.keys(shape.entries));
    refuseAt(pair.key, spot, `unknown key${shown}; ${nearby.startsWith("did") ? nearby : suggestion}`, name);
  }

  function followAlias(alias: Alias, spot: Spot): Node | null {
    const target = reading.tree.aliases.get(alias);
    if (target) return target;
    place(alias, spot);
    refuse(
      spot,
      "a * starts an alias, and there is no anchor of that name; put a value that starts with * into quotes",
    );
    return null;
  }

  function place(node: Node, spot: Spot): void {
    const { line, column } = reading.tree.locate(node.range?.[0] ?? 0);
    reading.findings.places.set(spot.key, { file: reading.file, line, column, path: spot.path });
  }

  function refuse(spot: Spot, message: string): undefined {
    addProblem(reading.findings, spot.key, message);
  }

  function refuseAt(key: unknown, spot: Spot, message: string, name?: string): undefined {
    const offset = isScalar(key) || isMap(key) || isSeq(key) || isAlias(key) ? key.range?.[0] : undefined;
    const path = name === undefined || !/^[\w-]{1,40}$/.test(name) ? spot.path : joinKey(spot.path, name);
    reading.findings.problems.push({ file: reading.file, ...reading.tree.locate(offset ?? 0), path, message });
  }

  function isOverfull(spot: Spot): boolean {
    const full = values > maxValues || reading.findings.problems.length > maxProblems;
    if (values === maxValues + 1) refuse(spot, "far too many values (do aliases multiply them?)");
    return full;
  }

  function warnOfComment({ path, key }: Spot): void {
    const line = reading.findings.places.get(key)?.line;
    reading.findings.warnings.push(
      `${path} (${reading.file}:${line}): what follows the # is a comment; put the value into 'single quotes' if it is part of it`,
    );
  }

  const { root } = reading.tree;
  reading.findings.places.set("", { file: reading.file, line: 1, column: 1, path: "" });
  if (root === null || isEmpty(root)) return {};
  const read = readNode(reading.shape, root, { key: "", path: "" });
  return typeof read === "object" && read !== null ? { ...read } : {};
}

/** Account secrets, and the URLs of notices and of the heartbeat, which let anybody who has them write there. */
export function isSecretKey(key: string): boolean {
  return /^(account\.(api_key|password)|notify\[\d+\]\.url|heartbeat)$/.test(key);
}

/** The variable's text as if it stood there; where only text will do, `~` and `null` are text as well. */
function rereadScalar(shape: Shape, text: string): unknown {
  const alternatives = listAlternatives(shape);
  const onlyText = alternatives.every(({ type }) => type === "string");
  return onlyText && text !== "" ? text : readPlainScalar(text);
}

function isEmpty(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

function hasForeignTag(node: Node): boolean {
  const { tag } = node as Scalar | YAMLMap | YAMLSeq; // an alias was followed before
  return tag !== undefined && !/^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/.test(tag);
}

function innerSpot(spot: Spot, name: string): Spot {
  return { key: joinKey(spot.key, name), path: joinKey(spot.path, name) };
}

/** Every key of the schema with the keys around it: `ipv4.confirm`, `hostnames[].name`, `uplinks.NAME.interface`. */
export function listKeyPaths(shape: Shape, outer = ""): string[] {
  return listAlternatives(shape).flatMap((each) => {
    if (each.type === "array") return listKeyPaths(each.item, `${outer}[]`);
    if (each.type === "record") return listKeyPaths(each.value, `${outer}.NAME`);
    if (each.type !== "strict_object") return [];
    return Object.entries(each.entries).flatMap(([name, field]) => {
      const path = joinKey(outer, name);
      return [path, ...listKeyPaths(field, path)];
    });
  });
}
