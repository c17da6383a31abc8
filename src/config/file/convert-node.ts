import { type Alias, isAlias, isMap, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import type { FileAlias, FileNode, FilePlace, FileScalar } from "./file-node.ts";

/** Line and column of an offset. */
export type Locate = (offset: number) => FilePlace;

/** What the library found, as the rest of the program wants it. Aliases are followed in the same pass, in linear time. */
export function convertNode(root: Node, text: string, locate: Locate): FileNode {
  const anchors = new Map<string, Exclude<FileNode, FileAlias>>();
  return convert(root);

  function convert(node: Node): FileNode {
    const place = locate(node.range?.[0] ?? 0);
    if (isAlias(node)) return followAlias(node, place);
    if (hasForeignTag(node)) return name(node, { kind: "foreign", ...place });
    if (isMap(node)) return convertMap(node, place);
    if (isSeq(node)) return convertList(node, place);
    return name(node, convertScalar(node as Scalar, text, place)); // the only kind that is left
  }

  function convertMap(map: YAMLMap, place: FilePlace): FileNode {
    const pairs: { key: FileNode; value: FileNode | null }[] = [];
    const converted = name(map, { kind: "map", ...place, pairs });
    // As parsed: the type allows plain values, too.
    for (const { key, value } of map.items as Pair<Node | null, Node | null>[]) {
      pairs.push({
        key: key === null ? { kind: "foreign", ...locate(0) } : convert(key),
        value: value && convert(value),
      });
    }
    return converted;
  }

  function convertList(list: YAMLSeq, place: FilePlace): FileNode {
    const items: FileNode[] = [];
    const converted = name(list, { kind: "list", ...place, items });
    for (const item of list.items as Node[]) items.push(convert(item)); // as above
    return converted;
  }

  /** Before what is in it: a list may have an alias of itself. */
  function name<Converted extends Exclude<FileNode, FileAlias>>(node: Node, converted: Converted): Converted {
    const { anchor } = node as { anchor?: string }; // of all but aliases
    if (anchor !== undefined) anchors.set(anchor, converted);
    return converted;
  }

  function followAlias({ source }: Alias, place: FilePlace): FileAlias {
    return { kind: "alias", ...place, target: anchors.get(source) ?? null };
  }
}

function convertScalar({ value, source = "", type, range }: Scalar, whole: string, place: FilePlace): FileScalar {
  const text = typeof value === "string" ? value : source;
  // The library's own word also counts a comment in a line below.
  const hasComment = type === "PLAIN" && source !== "" && isBeforeComment(whole, range?.[1] ?? 0);
  return { kind: "scalar", ...place, value, text, hasComment };
}

function isBeforeComment(text: string, offset: number): boolean {
  const comment = /[ \t]+#/y;
  comment.lastIndex = offset;
  return comment.test(text);
}

function hasForeignTag(node: Node): boolean {
  const { tag } = node as Scalar | YAMLMap | YAMLSeq; // an alias was followed before
  return tag !== undefined && !/^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/.test(tag);
}
