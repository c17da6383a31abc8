/** A route: the method, and a path with `{placeholders}`. */
export interface Route {
  readonly method: string;
  readonly path: string;
}

export type Match<R extends Route> =
  | { readonly kind: "found"; readonly route: R; readonly parameters: Readonly<Record<string, string>> }
  /** The path exists, but not for this method. */
  | { readonly kind: "wrong-method" }
  | { readonly kind: "unknown" };

/** Creates the function that finds the route of a request; if several fit, the one with the most literal parts. */
export function createRouter<R extends Route>(routes: readonly R[]): (method: string, path: string) => Match<R> {
  const compiled = routes.map((route) => ({ route, parts: partsOf(route.path) })).sort(literalFirst);
  return (method, path) => {
    const given = partsOf(path);
    const candidates = compiled.filter(({ parts }) => fits(parts, given));
    const hit = candidates.find(({ route }) => route.method === method);
    if (hit) return { kind: "found", route: hit.route, parameters: readParameters(hit.parts, given) };
    return { kind: candidates.length > 0 ? "wrong-method" : "unknown" };
  };
}

/** Empty parts are dropped, as the server does: `/servers/` is the list of servers. */
function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function fits(parts: readonly string[], given: readonly string[]): boolean {
  return parts.length === given.length && parts.every((part, index) => isPlaceholder(part) || part === given[index]);
}

function readParameters(parts: readonly string[], given: readonly string[]): Record<string, string> {
  const entries = parts.flatMap((part, index) =>
    isPlaceholder(part) ? [[part.slice(1, -1), decode(given[index])]] : [],
  );
  return Object.fromEntries(entries);
}

function decode(part = ""): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function literalFirst(one: { parts: readonly string[] }, other: { parts: readonly string[] }): number {
  return one.parts.filter(isPlaceholder).length - other.parts.filter(isPlaceholder).length;
}

function isPlaceholder(part: string): boolean {
  return part.startsWith("{");
}
