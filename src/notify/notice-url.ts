import { maxPort } from "../model/addresses/max-port.ts";

/**
 * The parts of a notice URL, split by a grammar of our own: `tgram://123:AAH…/chat` is not a URL to a parser, and neither is
 * a command. Everything but the scheme may be secret.
 */
export interface NoticeUrl {
  /** Lower case, without what follows a `+`. */
  readonly scheme: string;
  /** `http` or `https` behind a `+`: `webhook+https`. */
  readonly transport: "http" | "https" | null;
  /** Percent-decoded. */
  readonly user: string | null;
  readonly password: string | null;
  /** As written, without the user: `ntfy.sh:8443`, `123456:AAH…`, `[::1]:80`. */
  readonly authority: string;
  /** Without brackets and port. */
  readonly host: string;
  readonly port: number | null;
  /** As written, with its first slash; empty if there is none. */
  readonly path: string;
  /** The path's, percent-decoded, empty ones left out. */
  readonly segments: readonly string[];
  /** Percent-decoded, in the order written. */
  readonly query: readonly (readonly [key: string, value: string])[];
}

const form = /^([a-z][a-z0-9.-]*)(?:\+(https?))?:\/\/([^/?#]*)([^?]*)(?:\?(.*))?$/is;

/** Null if the text has no `SCHEME://`, or an escape in it that stands for no text. */
export function splitNoticeUrl(text: string): NoticeUrl | null {
  const parts = form.exec(text.trim());
  if (parts === null) return null;
  const [, scheme = "", transport, beforePath = "", path = "", query = ""] = parts;
  const at = beforePath.lastIndexOf("@");
  const authority = beforePath.slice(at + 1);
  const { host, port } = splitAuthority(authority);
  try {
    return {
      scheme: scheme.toLowerCase(),
      transport: (transport?.toLowerCase() ?? null) as NoticeUrl["transport"], // the pattern allows these two only
      ...splitUser(at === -1 ? null : beforePath.slice(0, at)),
      authority,
      host,
      port,
      path,
      segments: path.split("/").filter(Boolean).map(decodeURIComponent),
      query: query.split("&").filter(Boolean).map(splitPair),
    };
  } catch {
    return null; // a percent sign that begins no escape
  }
}

/** The first value of a key, whatever its case; null if it is missing or empty. */
export function queryValue({ query }: NoticeUrl, ...keys: readonly string[]): string | null {
  const found = query.find(([key, value]) => keys.includes(key.toLowerCase()) && value !== "");
  return found?.[1] ?? null;
}

/** All values of a key, comma lists split. */
export function queryList({ query }: NoticeUrl, ...keys: readonly string[]): string[] {
  return query
    .filter(([key]) => keys.includes(key.toLowerCase()))
    .flatMap(([, value]) => value.split(","))
    .map((value) => value.trim())
    .filter(Boolean);
}

function splitUser(text: string | null): Pick<NoticeUrl, "user" | "password"> {
  if (text === null) return { user: null, password: null };
  const colon = text.indexOf(":");
  if (colon === -1) return { user: decodeURIComponent(text), password: null };
  return { user: decodeURIComponent(text.slice(0, colon)), password: decodeURIComponent(text.slice(colon + 1)) };
}

function splitAuthority(authority: string): Pick<NoticeUrl, "host" | "port"> {
  const parts = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(authority);
  if (parts === null) return { host: authority, port: null };
  const port = parts[3] === undefined ? null : Number(parts[3]);
  return { host: (parts[1] ?? parts[2] ?? "").toLowerCase(), port: port !== null && port > maxPort ? null : port };
}

function splitPair(pair: string): readonly [string, string] {
  const equals = pair.indexOf("=");
  const decode = (text: string) => decodeURIComponent(text.replaceAll("+", " "));
  if (equals === -1) return [decode(pair), ""];
  return [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
}
