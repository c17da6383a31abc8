import { GigahostError } from "../api/errors.ts";
import { firstLineOf, maxDefectLength } from "../platform/error-message.ts";
import { isTimeUp } from "../platform/with-limit.ts";

/** A failed call of the API: what happened, and what to do. */
export function describeApiError(error: unknown): { readonly text: string; readonly advice: string } {
  if (error instanceof GigahostError) {
    const advice = error.whatToDo.replace(/\.$/, "");
    const what = error.message.replace(`${error.operation}: `, "").replace(`. ${advice}`, "");
    return { text: what, advice: advice === "" ? "try again later" : lowerFirst(advice) };
  }
  const words = firstLineOf(error);
  if (isTimeUp(error)) return { text: words, advice: "try again later" };
  return { text: `internal error (${words.slice(0, maxDefectLength)})`, advice: "please report it" };
}

function lowerFirst(text: string): string {
  // An abbreviation stays as it is.
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
