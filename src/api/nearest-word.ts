/** The word that was probably meant; null where none is near. Case, `-` and `_` don't count. */
export function nearestWord(written: string, words: readonly string[]): string | null {
  const plain = (word: string) => word.toLowerCase().replaceAll(/[-_]/g, "");
  const near = words
    .map((word) => ({ word, distance: distanceBetween(plain(written), plain(word)) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(1, Math.floor(written.length / 3)) ? near.word : null;
}

/** Levenshtein's: the letters to add, drop or change. */
function distanceBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
