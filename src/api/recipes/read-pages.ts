import type { Gigahost } from "../gigahost.ts";
import type { CallOptions } from "../gigahost-options.ts";

/** The requests made with an API key, entry by entry, newest first; fetches one page at a time as needed. */
export async function* readApiKeyLog(
  gigahost: Gigahost,
  keyId: string | number,
  { pageSize = 200, ...options }: CallOptions & { readonly pageSize?: number } = {},
): AsyncGenerator<unknown> {
  let offset = 0;
  for (;;) {
    const page = await gigahost.account.apikeys.listRequests({ id: keyId, limit: pageSize, offset }, options);
    const entries = listIn(page);
    yield* entries;
    offset += entries.length;
    if (entries.length < pageSize) return;
  }
}

/** The files and folders of a folder, entry by entry; fetches one page at a time as needed. */
export async function* readFileList(
  gigahost: Gigahost,
  hostingId: string | number,
  {
    folder = "/",
    pageSize = 50,
    ...options
  }: CallOptions & { readonly folder?: string; readonly pageSize?: number } = {},
): AsyncGenerator<unknown> {
  let before = "";
  for (let page = 1; ; page++) {
    const answer = await gigahost.webhosting.files.list({ id: hostingId, path: folder, page, ipp: pageSize }, options);
    const entries = listIn(answer);
    // A server that doesn't turn the page must not be asked forever.
    const content = JSON.stringify(entries);
    if (content === before) return;
    yield* entries;
    before = content;
    if (entries.length < pageSize) return;
  }
}

/** The list in an answer whose form isn't documented: the answer itself, or the first list in it. */
function listIn(answer: unknown): readonly unknown[] {
  if (Array.isArray(answer)) return answer;
  if (typeof answer !== "object" || answer === null) return [];
  return Object.values(answer).find((value): value is unknown[] => Array.isArray(value)) ?? [];
}
