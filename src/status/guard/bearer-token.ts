/** The token of an `Authorization: Bearer TOKEN` header (RFC 6750); null where there is none. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1] ?? null;
}
