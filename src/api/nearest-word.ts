/** The word that was probably meant; null where none is near. Case, `-` and `_` don't count. */
export function nearestWord(written: string, words: readonly string[]): string | null {
  const plain = (word: string) => word.toLowerCase().replaceAll(/[-_]/g, "");
  const near = words
    .map((word) => ({ word, distance: distanceBetween(plain(written), plain(word)) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(1, Math.floor(written.length / 3)) ? near.word : null;
}

/** The letters to add, drop, change, or swap with their neighbour. */
function distanceBetween(from: string, to: string): number {
  const rows: number[][] = [];
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 0; i <= from.length; i++) {
    const row: number[] = [];
    rows.push(row);
    for (let j = 0; j <= to.length; j++) {
      if (i === 0 || j === 0) {
        row.push(i + j);
        continue;
      }
      const changed = at(i - 1, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row.push(Math.min(changed, at(i - 1, j) + 1, at(i, j - 1) + 1, isSwap ? at(i - 2, j - 2) + 1 : changed));
    }
  }
  return at(from.length, to.length);
}
