import type { Consequence } from "../../model/consequence.ts";
import { isServerWord, type Result } from "../../model/result.ts";
import { serverWords } from "./server-words.ts";

/** What follows from a result where nothing more is known; an engine that knows more says so. */
export function consequenceOf(result: Result): Consequence {
  return isServerWord(result) ? serverWords[result].consequence : (withoutWord[result] ?? "back-off");
}

/** After some failures the server may have done it anyway; after the others it certainly did not. */
export function mayHaveHappened(result: Result): boolean {
  if (isServerWord(result)) return serverWords[result].uncertain;
  return /^(timeout|network|unparseable|http_[235]\d\d)$/.test(result);
}

const withoutWord: Partial<Record<Result, Consequence>> = {
  http_401: "hold-account",
  http_403: "hold-hostname",
  timeout: "back-off-account",
  network: "back-off-account",
  tls: "back-off-account",
  http_429: "back-off-account",
};
