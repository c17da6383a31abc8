import { toAsciiName } from "../api/values/ascii-name.ts";

const label = "_acme-challenge";

/** Where the challenge for a host stands: `www.example.no`, `*.www.example.no` or the whole name, with or without a final dot. */
export function challengeNameOf(written: string): string {
  const name = toAsciiName(written.trim()).replace(/^\*\./, "");
  return name.startsWith(`${label}.`) ? name : `${label}.${name}`;
}

/** Base64url of a SHA-256 without padding (RFC 8555, 8.4). */
export function isChallengeValue(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
