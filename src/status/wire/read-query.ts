/** What follows the first question mark of a request's URL. */
export function readQuery(url: string | undefined): URLSearchParams {
  const text = url ?? "";
  const start = text.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : text.slice(start + 1));
}
