import type { Language } from "./choose-language.ts";
import { english } from "./english/english.ts";
import { norwegian } from "./norwegian/norwegian.ts";
import type { PageWords } from "./words.ts";

/** English and Norwegian (bokmål). */
export const languages: Readonly<Record<Language, PageWords>> = { en: english, nb: norwegian };
