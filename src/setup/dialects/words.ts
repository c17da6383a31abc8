import { hideUriSecrets } from "../../detect/uri/hide-uri-secrets.ts";

/** `300`, `5m`, `1h`, `1d`, `1h30m` in seconds; null for anything else. */
export function readSeconds(text: string): number | null {
  const parts = [...text.trim().matchAll(/(\d{1,9})\s*(s|m|h|d)?(?:ec\w*|in\w*|our\w*|ay\w*)?/gi)];
  if (parts.length === 0 || !/^[\d\s.smhdecinuorays]+$/i.test(text)) return null;
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
  return parts.reduce((sum, [, count = "", unit = "s"]) => sum + Number(count) * (units[unit.toLowerCase()] ?? 1), 0);
}

/** A web service that names the address, as a source; null, with a note: only `auto` is as good. */
export function webSource(written: string, notes: Set<string>): string | null {
  const url = /^https?:\/\//i.test(written) ? written : `https://${written}`;
  const refuse = (reason: string) => {
    notes.add(`${hideUriSecrets(written)} ${reason}; auto replaces it`);
    return null;
  };
  if (!URL.canParse(url)) return refuse("is not a URL");
  const { protocol, hostname, username, password, port } = new URL(url);
  // Plain http may be answered by anybody on the way, and the services of dyndns.org speak nothing else.
  const isPlain = protocol === "http:" || port === "80" || /(?:^|\.)dyndns\.(?:org|com)$/.test(hostname);
  if (isPlain) return refuse("is plain http, which anybody on the way can answer");
  return username !== "" || password !== "" ? refuse("takes a user name and password, and a source sends none") : url;
}

/** A command as a source, which has no shell: one that needs a shell's work gets it by name. */
export function commandSource(line: string): string {
  const needsShell = /[|&;<>()$`*?~]/.test(line);
  return `command:${needsShell ? `sh -c '${line.replaceAll("'", `'\\''`)}'` : line}`;
}

/** As people write it in a TTL: what is shorter stands for "automatic" elsewhere. */
export function readTtl(written: unknown): number | null {
  const ttl = Number(written);
  return Number.isInteger(ttl) && ttl >= 30 ? ttl : null;
}

export const isGigahost = (text: string): boolean => /gigahost/i.test(text);
