import type { FileNode } from "../file-node.ts";
import { readPlainYaml } from "./read-plain-yaml.ts";

/** What a text in plain YAML says, as the library gives it; undefined if that is for the library to read, or to refuse. */
export function readPlainValue(text: string): unknown {
  const plain = readPlainYaml(text);
  return plain.ok ? readNode(plain.root) : undefined;
}

function readNode(node: FileNode | null): unknown {
  if (node === null) return null;
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return allOrNone(node.items.map(readNode));
  if (node.kind !== "map") return undefined;
  const keys = node.pairs.map(({ key }) => (key.kind === "scalar" ? key.text : ""));
  // A key that is there twice is a fault.
  if (new Set(keys).size < keys.length) return undefined;
  const values = allOrNone(node.pairs.map(({ value }) => readNode(value)));
  return values && Object.fromEntries(keys.map((key, at) => [key, values[at]]));
}

function allOrNone(values: readonly unknown[]): readonly unknown[] | undefined {
  return values.includes(undefined) ? undefined : values;
}
