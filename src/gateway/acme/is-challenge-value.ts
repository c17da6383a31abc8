/** Base64url of a SHA-256 without padding (RFC 8555, 8.4). */
export function isChallengeValue(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
