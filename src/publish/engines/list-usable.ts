import { AnswerError } from "../../api/errors.ts";

/** A list of which some entries may be at fault, which must not keep the others from being used. */
export interface UsableList<Entry> {
  readonly entries: readonly Entry[];
  /** As they came: they may contain anything. */
  readonly unusable: readonly unknown[];
  /** What is wrong with the first of those; null if all are well. */
  readonly fault: AnswerError | null;
}

/** Awaits a call for a list; rejects where it has no list at all. */
export async function listUsable<Entry>(call: PromiseLike<readonly Entry[]>): Promise<UsableList<Entry>> {
  try {
    return { entries: await call, unusable: [], fault: null };
  } catch (error) {
    if (!(error instanceof AnswerError) || error.entries === null) throw error;
    const { usable, unusable } = error.entries;
    return { entries: usable as readonly Entry[], unusable, fault: error }; // they were found to be usable
  }
}

/** What an entry says of itself; null if it can't be read. */
export function textIn(entry: unknown, field: string): string | null {
  const value: unknown = typeof entry === "object" && entry !== null ? Reflect.get(entry, field) : null;
  return typeof value === "string" ? value : null;
}
