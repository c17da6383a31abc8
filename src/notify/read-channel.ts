import { findNearestWord } from "../model/nearest-word.ts";
import type { ReadChannel, SecretFiles } from "./channel.ts";
import { allKinds } from "./channels/all-kinds.ts";
import { type NoticeUrl, queryValue, splitNoticeUrl } from "./notice-url.ts";

/** The channel that a notice URL stands for, or what is wrong with it in words that repeat nothing secret of it. */
export function readChannel(text: string, files: SecretFiles): ReadChannel {
  const url = splitCommandUrl(text) ?? splitNoticeUrl(text);
  if (url === null) return { ok: false, reason: "expected a URL, as in ntfy://ntfy.sh/my-topic" };
  const kind = allKinds.find(({ schemes }) => schemes.includes(url.scheme));
  if (kind === undefined) return { ok: false, reason: explainScheme(url.scheme) };
  const read = kind.read(url, files);
  return read.ok ? read : { ok: false, reason: `this ${url.scheme} URL ${read.reason}; as in ${kind.example}` };
}

/** The file that a URL names for the secret it signs with. */
export function secretFileOf(text: string): string | null {
  const url = splitNoticeUrl(text);
  return url && queryValue(url, "secret_file");
}

/** `command:PROGRAM ARGS` is not a URL: everything behind the colon is the command line. */
function splitCommandUrl(text: string): NoticeUrl | null {
  const [, line] = /^\s*command:(?!\/\/)(.*)$/is.exec(text) ?? [];
  if (line === undefined) return null;
  const nothing = { transport: null, user: null, password: null, authority: "", host: "", port: null };
  return { scheme: "command", ...nothing, path: line, segments: [], query: [] };
}

/** A longer one may be a secret. */
const maxShownLength = 20;

function explainScheme(scheme: string): string {
  const known = allKinds.flatMap(({ schemes }) => schemes);
  const nearest = findNearestWord(scheme, known);
  const hint = nearest === null ? `known here: ${known.join(", ")}.` : `did you mean ${nearest}://?`;
  const shown = scheme.length > maxShownLength ? "that scheme" : `the scheme ${scheme}`;
  return `there is no channel for ${shown}; ${hint} An Apprise API server (apprise://HOST/KEY) supports a hundred more`;
}
