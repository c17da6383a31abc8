/** The known word that was probably meant, or null if none is near enough to be a slip. */
export function findNearestWord(word: string, known: readonly string[]): string | null {
  const typed = simplify(word);
  const ranked = known
    .map((candidate) => ({ candidate, distance: countEdits(typed, simplify(candidate)) }))
    .sort((left, right) => left.distance - right.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(typed.length / 3)) ? best.candidate : null;
}

/** `did you mean "name"?`, or the words there are to choose from. */
export function suggestWord(word: string, known: readonly string[], otherwise = "known here"): string {
  const nearest = findNearestWord(word, known);
  return nearest === null ? `${otherwise}: ${known.join(", ")}` : `did you mean "${nearest}"?`;
}

/** Comparing takes the square of it. */
const maxLength = 64;

/** `baseUrl`, `base-url` and `BASE_URL` are all slips for `base_url`. */
function simplify(word: string): string {
  return word.slice(0, maxLength).toLowerCase().replace(/[-_ ]/g, "");
}

/** Insertions, deletions, changes and swaps of neighbours that turn one word into the other. */
export function countEdits(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const changed = from[row - 1] === to[column - 1] ? 0 : 1;
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + changed,
          swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
