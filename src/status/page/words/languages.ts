import type { Language } from "./choose-language.ts";
import { english } from "./english/english.ts";
import { norwegian } from "./norwegian/norwegian.ts";
import type { Words } from "./words.ts";

/** English and Norwegian (bokmål). */
export const languages: Readonly<Record<Language, Words>> = { en: english, nb: norwegian };
