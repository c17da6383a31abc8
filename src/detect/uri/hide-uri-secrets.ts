/** A URI for showing: without the user and password, and without the value of a parameter whose name says it is secret. */
export function hideUriSecrets(uri: string): string {
  const user = findUserPart(uri);
  const shown = user === null ? uri : `${uri.slice(0, user.start)}***${uri.slice(user.end)}`;
  return shown.replace(/([?&])([^?&=#]*)=[^&#]+/g, (whole, mark: string, name: string) =>
    /token|key|secret|passw|auth|sig/i.test(name) ? `${mark}${name}=***` : whole,
  );
}

/** Where the user and password of a URI stand, without the `@` behind them; null if it has none. */
export function findUserPart(uri: string): { readonly start: number; readonly end: number } | null {
  // What these name may hold an @ of its own.
  if (/^(?:command|file|interface|static):/i.test(uri)) return null;
  const start = /^[a-z][a-z0-9+.-]*:(?:\/\/)?/i.exec(uri)?.[0].length ?? 0;
  // A password may hold what ends it elsewhere, a slash among it; only behind a whole host the @ is the path's.
  const host = /^(?:\[[^\]]*\]|[a-z0-9-]+(?:\.[a-z0-9-]+)+|localhost)(?::\d{1,5})?(?=[/?#])/i.exec(uri.slice(start));
  const end = host === null ? uri.lastIndexOf("@") : -1;
  return end < start ? null : { start, end };
}
