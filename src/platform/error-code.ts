/** The code of a system, resolver, TLS or HTTP parser error (`ENOENT`), also of the first of several or of a cause; null if there is none. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("code" in error && typeof error.code === "string" && error.code !== "") return error.code;
  return codeOf(error instanceof AggregateError ? error.errors[0] : error.cause);
}

/** An error as the system gives one. */
export function systemError(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
