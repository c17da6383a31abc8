import { allKinds } from "./kinds/all-kinds.ts";
import { type ParsedSource, refuse, type SourceKind } from "./source-kind.ts";
import { findUserPart, hideUriSecrets } from "./uri/hide-uri-secrets.ts";
import { nearestScheme } from "./uri/nearest-scheme.ts";

/** Reads a source's URI without asking or loading anything. */
export function parseSource(text: string): ParsedSource {
  const uri = text.trim();
  if (uri.toLowerCase() === "auto") return allKinds.auto.parse("auto", "");
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):([\s\S]*)$/.exec(uri);
  const kind = kindByScheme.get(match?.[1]?.toLowerCase() ?? "");
  if (kind === undefined)
    return refuse(`"${hideUriSecrets(uri)}" is not a source: ${nearestScheme(uri, [...kindByScheme.keys()])}`);
  const hasUser = findUserPart(uri) !== null;
  const parsed = hasUser ? refuse("a source can't have a user name or password") : kind.parse(uri, match?.[2] ?? "");
  return parsed.ok ? parsed : refuse(`"${hideUriSecrets(uri)}": ${parsed.reason}`);
}

const kindByScheme: ReadonlyMap<string, SourceKind> = new Map(
  Object.values(allKinds).flatMap((kind) => kind.schemes.map((scheme) => [scheme, kind])),
);
