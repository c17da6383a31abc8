import { createHash, type Hash } from "node:crypto";
import type { State } from "../model/state.ts";

/** The entries of one piece: about 30 KB, which leaves memory as soon as it is written. */
const maxEntries = 64;

/** The content of the state file, as JSON in pieces: of ten thousand hostnames it is megabytes, which nobody needs at once. */
export function* renderState(state: State): Generator<string> {
  let before = "{";
  for (const [part, content] of Object.entries(state)) {
    if (content === undefined) continue;
    yield `${before}${JSON.stringify(part)}:`;
    if (part === "hostnames" || part === "told") yield* renderEntries(content);
    else yield JSON.stringify(content);
    before = ",";
  }
  yield before === "{" ? "{}\n" : "}\n";
}

/** An entry may go or be replaced while what was before it is being written. */
function* renderEntries(entries: Readonly<Record<string, unknown>>): Generator<string> {
  const keys = Object.keys(entries);
  let before = "{";
  for (let at = 0; at < keys.length; at += maxEntries) {
    const piece = keys.slice(at, at + maxEntries).flatMap((key) => {
      const entry = JSON.stringify(entries[key]);
      return entry === undefined ? [] : `${JSON.stringify(key)}:${entry}`;
    });
    if (piece.length === 0) continue;
    yield `${before}${piece.join()}`;
    before = ",";
  }
  yield before === "{" ? "{}" : "}";
}

/** What tells two contents apart, in place of their text. */
export function digestOf(pieces: Iterable<string>): string {
  const noted = noteDigest(pieces);
  for (const _ of noted.pieces);
  return noted.digest();
}

/** A text of at most so many characters stands for itself: loading node:crypto takes longer than everything else that a short command does. */
const maxPlainLength = 4096;

/** The same pieces, and the digest of those that were asked for. */
export function noteDigest(pieces: Iterable<string>): { readonly pieces: Iterable<string>; digest(): string } {
  let plain = "";
  let hash: Hash | null = null;
  const note = function* () {
    for (const piece of pieces) {
      if (hash === null && plain.length + piece.length <= maxPlainLength) plain += piece;
      else hash = (hash ?? createHash("sha1").update(plain)).update(piece);
      yield piece;
    }
  };
  return { pieces: note(), digest: () => hash?.digest("base64") ?? plain };
}
