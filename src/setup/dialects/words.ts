/** `300`, `5m`, `1h`, `1d`, `1h30m` in seconds; null for anything else. */
export function readSeconds(text: string): number | null {
  const parts = [...text.trim().matchAll(/(\d{1,9})\s*(s|m|h|d)?(?:ec\w*|in\w*|our\w*|ay\w*)?/gi)];
  if (parts.length === 0 || !/^[\d\s.smhdecinuorays]+$/i.test(text)) return null;
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
  return parts.reduce((sum, [, count = "", unit = "s"]) => sum + Number(count) * (units[unit.toLowerCase()] ?? 1), 0);
}

/** A web service that names the address, as a source; null: only `auto` is as good. */
export function webSource(written: string): string | null {
  const url = /^https?:\/\//i.test(written) ? written : `https://${written}`;
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, username, password } = new URL(url);
  // Plain http may be answered by anybody on the way, and the services of dyndns.org speak nothing else.
  if (protocol === "http:" || /(?:^|\.)dyndns\.(?:org|com)$/.test(hostname)) return null;
  return username !== "" || password !== "" ? null : url;
}

export const isGigahost = (text: string): boolean => /gigahost/i.test(text);
