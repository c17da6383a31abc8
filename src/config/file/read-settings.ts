import { findNearestWord, suggestWord } from "../../model/nearest-word.ts";
import { looksSecret } from "../../model/secrets/looks-secret.ts";
import { maskText } from "../../model/secrets/mask-secrets.ts";
import { addProblem, type Findings, findPlace, joinKey, maxProblems } from "../findings.ts";
import type { FileList, FileMap, FileNode, FilePair, FileScalar } from "./file-node.ts";
import { fitScalar, quote } from "./fit-scalar.ts";
import { listKeyPaths } from "./list-key-paths.ts";
import { readPlainScalar } from "./plain-scalar.ts";
import {
  describeExpected,
  type Fields,
  findShortKey,
  isScalarShape,
  isSecret,
  listAlternatives,
  type PlainShape,
  type Shape,
} from "./shape.ts";
import { substitute } from "./substitute.ts";

export interface SettingsInput {
  readonly file: string;
  /** Null for a file without anything in it. */
  readonly root: FileNode | null;
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

const missingAnchor =
  "a * starts an alias, and there is no anchor of that name; put a value that starts with * in quotes";

/** Aliases can make a small file stand for a huge one. */
const maxValues = 500_000;

/**
 * Walks what is in the file beside the schema, and returns what fits: what doesn't is left out, and told in the findings with
 * its place. A union's branch is chosen by the kind of node before anything in it is looked at.
 */
export function readSettings(reading: SettingsInput): Record<string, unknown> {
  const read = new SettingsReader(reading).readRoot();
  return typeof read === "object" && read !== null ? { ...read } : {};
}

class SettingsReader {
  private readonly reading: SettingsInput;
  private values = 0;

  constructor(reading: SettingsInput) {
    this.reading = reading;
  }

  readRoot(): unknown {
    const { root, file, findings, shape } = this.reading;
    findings.places.set("", { file, line: 1, column: 1, path: "" });
    return root === null || isEmpty(root) ? {} : this.readNode(shape, root, { key: "", path: "" });
  }

  private readNode(shape: Shape, found: FileNode, spot: Spot): unknown {
    const node = found.kind === "alias" ? found.target : found;
    this.place(node ?? found, spot);
    if (node === null) return this.refuse(spot, missingAnchor);
    this.values++;
    if (this.isOverfull(spot)) return undefined;
    if (node.kind === "foreign") {
      return this.refuse(spot, "a tag (!) is not supported; put a value that starts with ! in quotes");
    }
    if (node.kind === "scalar") return this.readScalar(shape, node, spot);
    for (const each of listAlternatives(shape)) {
      if (node.kind === "map" && each.type === "strict_object") return this.readFields(each, node, spot);
      if (node.kind === "map" && each.type === "record") return this.readRecord(each, node, spot);
      if (node.kind === "list" && each.type === "array") return this.readList(each.item, node, spot);
    }
    const kind = node.kind === "map" ? "keys with values" : "a list";
    const alternatives = listAlternatives(shape);
    // In a list of brackets, `interface:` is a key without a value.
    const hint =
      node.kind === "map" && alternatives.every(isScalarShape) ? "; a text with a colon needs quotes here" : "";
    return this.refuse(spot, `expected ${describeExpected(alternatives)}, not ${kind}${hint}`);
  }

  private readFields(shape: Fields, map: FileMap, spot: Spot): unknown {
    const result: Record<string, unknown> = {};
    const seen = new Set<string>();
    this.forEachPair(map, spot, seen, (name, pair, inner) => {
      const field = Object.hasOwn(shape.entries, name) ? shape.entries[name] : undefined;
      if (field === undefined) return this.refuseKey(shape, name, pair, spot);
      const value = pair.value ? this.readNode(field, pair.value, inner) : undefined;
      if (value !== undefined) result[name] = value;
    });
    const missing = Object.entries(shape.entries).filter(
      ([name, each]) => each.type !== "optional" && !(name in result),
    );
    for (const [name] of missing) if (!seen.has(name)) this.refuse(spot, `the key "${name}" is missing`);
    return missing.length > 0 ? undefined : result;
  }

  private readRecord(shape: PlainShape & { type: "record" }, map: FileMap, spot: Spot): unknown {
    const result: Record<string, unknown> = {};
    this.forEachPair(map, spot, new Set(), (name, pair, inner) => {
      // valibot leaves the last two out of every record.
      if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/.test(name) || name === "constructor" || name === "prototype") {
        return this.refuseAt(pair.key, spot, "expected a name of at most 32 letters, digits, - and _");
      }
      // A name without anything under it is an entry in which everything has its default.
      const value = isEmpty(pair.value) ? {} : pair.value && this.readNode(shape.value, pair.value, inner);
      if (value !== undefined) result[name] = value;
    });
    return result;
  }

  private readList(item: Shape, list: FileList, spot: Spot): unknown {
    const result: unknown[] = [];
    let index = 0;
    for (const node of list.items) {
      const path = `${spot.path}[${index++}]`;
      const key = spot.key === spot.path && result.length === index - 1 ? path : `${spot.key}[${result.length}]`;
      const value = this.readNode(item, node, { key, path });
      if (value !== undefined) result.push(value);
      else if (this.isOverfull(spot)) break;
    }
    return result;
  }

  private readScalar(shape: Shape, node: FileScalar, spot: Spot): unknown {
    const secret = isSecret(shape);
    if (secret && node.hasComment) this.warnOfComment(spot);
    const { text, whole, used, missing } = substitute(node.text, this.reading.environment);
    for (const name of missing) {
      const shown = looksSecret(name) ? maskText : name;
      this.refuse(spot, `the environment variable ${shown} is not set; \${${shown}:-default} gives a default`);
    }
    if (missing.length > 0) return undefined;
    if (secret && text !== "") {
      this.reading.findings.secrets.add(text);
      this.reading.findings.inlineSecret ||= used.length === 0;
    }
    const value = whole ? rereadScalar(shape, text) : typeof node.value === "string" ? text : node.value;
    const fitted = fitScalar(shape, { value, text, quotable: !secret && used.length === 0 });
    if (!fitted.ok) return this.refuse(spot, fitted.reason);
    if (fitted.value === undefined || fitted.value === null) this.reading.findings.places.delete(spot.key);
    return this.writeOut(shape, fitted.value, spot);
  }

  /** A plain value in place of a section (`ipv6: false`) as the section that it is short for. */
  private writeOut(shape: Shape, value: unknown, { key }: Spot): unknown {
    const inner = value === undefined || value === null ? null : findShortKey(shape);
    if (inner === null) return value;
    const { places } = this.reading.findings;
    places.set(joinKey(key, inner), findPlace(this.reading.findings, key));
    return { [inner]: value };
  }

  private forEachPair(
    map: FileMap,
    spot: Spot,
    seen: Set<string>,
    visit: (name: string, pair: FilePair, inner: Spot) => void,
  ): void {
    for (const pair of map.pairs) {
      const name = pair.key.kind === "scalar" ? String(pair.key.value ?? "") : null;
      if (this.isOverfull(spot)) return;
      if (name === null) this.refuseAt(pair.key, spot, "a key must be plain text");
      else if (seen.has(name)) this.refuseAt(pair.key, spot, "this key is given twice", name);
      else {
        seen.add(name);
        visit(name, pair, innerSpot(spot, name));
      }
    }
  }

  private refuseKey(shape: Fields, name: string, pair: FilePair, spot: Spot): void {
    const known = Object.keys(shape.entries);
    const elsewhere = listKeyPaths(this.reading.shape).find((path) => path.split(".").at(-1) === name);
    let suggestion = suggestWord(name, known);
    if (findNearestWord(name, known) === null && elsewhere !== undefined)
      suggestion = elsewhere === name ? "it belongs at the top level" : `did you mean "${elsewhere}"?`;
    // A password that slipped onto a line of its own looks like a key without a value.
    const hidden = !isWordLike(name) || (isEmpty(pair.value) && spot.key.startsWith("account"));
    const message = `unknown key${hidden ? "" : ` ${quote(name)}`}; ${suggestion}`;
    this.refuseAt(pair.key, spot, message, hidden ? undefined : name);
  }

  private place({ line, column }: FileNode, spot: Spot): void {
    this.reading.findings.places.set(spot.key, { file: this.reading.file, line, column, path: spot.path });
  }

  private refuse(spot: Spot, message: string): undefined {
    addProblem(this.reading.findings, spot.key, message);
  }

  private refuseAt({ line, column }: FileNode, spot: Spot, message: string, name?: string): undefined {
    const path = name === undefined || !isWordLike(name) ? spot.path : joinKey(spot.path, name);
    this.reading.findings.problems.push({ file: this.reading.file, line, column, path, message });
  }

  private isOverfull(spot: Spot): boolean {
    const full = this.values > maxValues || this.reading.findings.problems.length >= maxProblems;
    if (this.values === maxValues + 1) {
      this.values++; // told once
      this.refuse(spot, "far too many values (do aliases multiply them?)");
    }
    return full;
  }

  private warnOfComment({ path, key }: Spot): void {
    const line = this.reading.findings.places.get(key)?.line;
    this.reading.findings.warnings.push(
      `${path} (${this.reading.file}:${line}): what follows the # is a comment; put the value in 'single quotes' if it is part of it`,
    );
  }
}

/** The variable's text as if it stood there; where only text will do, `~` and `null` are text as well. */
function rereadScalar(shape: Shape, text: string): unknown {
  const alternatives = listAlternatives(shape);
  const onlyText = alternatives.every(({ type }) => type === "string");
  return onlyText && text !== "" ? text : readPlainScalar(text);
}

function isEmpty(node: FileNode | null): boolean {
  return node === null || (node.kind === "scalar" && node.value === null);
}

function innerSpot(spot: Spot, name: string): Spot {
  const path = joinKey(spot.path, name);
  return { key: spot.key === spot.path ? path : joinKey(spot.key, name), path };
}

const maxQuotedKeyLength = 40;

/** Whether an unknown key may be quoted: a secret that was pasted in a key's place is long, with digits or a case of its own. */
function isWordLike(name: string): boolean {
  return (
    name.length <= maxQuotedKeyLength &&
    /^(?:.{0,3}|(?:[a-z]+|[A-Z]+)(?:[_-](?:[a-z]+|[A-Z]+))*\d{0,2}|[a-z]+(?:[A-Z][a-z]+)+)$/.test(name)
  );
}
