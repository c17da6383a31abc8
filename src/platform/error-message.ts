/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The same in one line, as a part of a sentence. */
export function firstLineOf(error: unknown): string {
  return messageOf(error).split("\n", 1)[0] ?? "";
}

/** What is shown of an unforeseen error. */
export const maxDefectLength = 200;
