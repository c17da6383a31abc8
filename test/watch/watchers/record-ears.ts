import type { Ears } from "../../../src/watch/watcher.ts";

/** Ears that keep what they are told. */
export function recordEars() {
  const told: string[] = [];
  const said: string[] = [];
  const heard = new Set<string>();
  const ears: Ears = {
    tell: (what) => void told.push(what),
    say: (words) => void said.push(words),
    hear: (router) => void heard.add(router),
    lose: (router) => void heard.delete(router),
  };
  return { told, said, heard, ears };
}
