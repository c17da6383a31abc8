export type Language = "en" | "nb";

/** Every Norwegian reads bokmål; anybody who asks for neither gets English. */
const languageOf: ReadonlyMap<string, Language> = new Map([
  ["nb", "nb"],
  ["no", "nb"],
  ["nn", "nb"],
  ["en", "en"],
]);

/** Of our languages, the one that an `Accept-Language` header prefers. */
export function chooseLanguage(header: string | undefined): Language {
  const wishes = (header ?? "").split(",").map((wish, place) => ({ ...readWish(wish), place }));
  const known = wishes.filter(({ language, weight }) => language !== null && weight > 0);
  known.sort((one, other) => other.weight - one.weight || one.place - other.place);
  return known[0]?.language ?? "en";
}

/** `nb-NO;q=0.8`. */
function readWish(wish: string): { readonly language: Language | null; readonly weight: number } {
  const [tag = "", ...parameters] = wish.trim().toLowerCase().split(";");
  const weight = parameters.map((each) => each.trim()).find((each) => each.startsWith("q="));
  const language = languageOf.get(tag.split("-")[0]?.trim() ?? "") ?? null;
  return { language, weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
}
