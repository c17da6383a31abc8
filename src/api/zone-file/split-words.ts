/**
 * The words of a record's content: quoted strings with their quotes, `key="value"` as one; nothing is a comment. Only blanks
 * part them: a line break belongs to its word, to be escaped or refused there.
 */
export function splitWords(content: string): readonly string[] {
  return content.match(/"(?:[^"\\]|\\[\s\S])*"?|(?:[^ \t"\\]|\\[\s\S])+(?:(?<==)"(?:[^"\\]|\\[\s\S])*"?)?|\\/gu) ?? [];
}

/** A word without its quotes; its escapes are kept. */
export function unquote(word: string): string {
  return word.length > 1 && word.startsWith('"') && word.endsWith('"') ? word.slice(1, -1) : word;
}
