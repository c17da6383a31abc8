import { ipVersion } from "../../model/addresses/ip-version.ts";
import { countEdits } from "../../model/nearest-word.ts";

/** What somebody probably meant by a source without a known scheme. */
export function nearestScheme(text: string, schemes: readonly string[]): string {
  if (ipVersion(text) !== 0) return `for a fixed address write static:${text}`;
  if (text.startsWith("/")) return `for a file write file:${text}`;
  const word = /^[^:/\s]*/.exec(text)?.[0].toLowerCase() ?? "";
  const near = schemes.filter((scheme) => countEdits(word, scheme) <= 2);
  const [nearest] = near.sort((left, right) => countEdits(word, left) - countEdits(word, right));
  if (nearest !== undefined) return `did you mean ${nearest === "auto" ? "auto" : `${nearest}:`}?`;
  if (/^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text)) return `for a web address write https://${text}`;
  return `expected auto, or one of ${schemes
    .filter((scheme) => scheme !== "auto")
    .map((scheme) => `${scheme}:`)
    .join(" ")}`;
}
