import { isIP } from "node:net";

/** What somebody probably meant who wrote a source that has no known scheme. */
export function nearestScheme(text: string, schemes: readonly string[]): string {
  if (isIP(text) !== 0) return `for a fixed address write static:${text}`;
  if (text.startsWith("/")) return `for a file write file:${text}`;
  const word = /^[^:/\s]*/.exec(text)?.[0].toLowerCase() ?? "";
  const near = schemes.filter((scheme) => editDistance(word, scheme) <= 2);
  const [nearest] = near.sort((left, right) => editDistance(word, left) - editDistance(word, right));
  if (nearest !== undefined) return `did you mean ${nearest === "auto" ? "auto" : `${nearest}:`}?`;
  if (/^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text)) return `for a web address write https://${text}`;
  return `expected auto, or one of ${schemes
    .filter((scheme) => scheme !== "auto")
    .map((scheme) => `${scheme}:`)
    .join(" ")}`;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...right].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
