import { families } from "../model/family.ts";
import { type Findings, joinKey } from "./findings.ts";

type Tree = Record<string, unknown>;

/** Writes out what the file may say in short: `ipv6: false`, `log: debug`. In place. */
export function expandShorthands(tree: Tree, findings: Findings): void {
  expandFamilies(tree, "", findings);
  for (const [name, uplink] of Object.entries(isTree(tree.uplinks) ? tree.uplinks : {})) {
    if (isTree(uplink)) expandFamilies(uplink, `uplinks.${name}`, findings);
  }
  if (typeof tree.log === "string") expand(tree, "log", "level", "", findings);
}

function expandFamilies(holder: Tree, outer: string, findings: Findings): void {
  for (const family of families) {
    if (typeof holder[family] === "boolean") expand(holder, family, "enabled", outer, findings);
  }
}

function expand(holder: Tree, name: string, inner: string, outer: string, { places }: Findings): void {
  holder[name] = { [inner]: holder[name] };
  const key = joinKey(outer, name);
  const place = places.get(key);
  if (place) places.set(joinKey(key, inner), place);
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
