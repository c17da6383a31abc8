import { createHmac } from "node:crypto";
import { isSameSecret } from "./check-token.ts";

const cookieName = "gigahost_ddns";
const lifeSeconds = 30 * 24 * 3600;

/** The `Set-Cookie` value after a login. Made from the token, it outlasts a restart and is valid as long as the token. */
export function makeReadingCookie(token: string, wallMs: number, secure: boolean): string {
  const expires = Math.floor(wallMs / 1000) + lifeSeconds;
  const attributes = `Path=/; Max-Age=${lifeSeconds}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
  return `${cookieName}=${expires}.${sign(token, expires)}; ${attributes}`;
}

/** Whether a `Cookie` header contains a reading cookie of this token that is still valid. */
export function hasReadingCookie(header: string | undefined, token: string, wallMs: number): boolean {
  const pattern = new RegExp(`(?:^|;\\s*)${cookieName}=(\\d{1,12})\\.([\\w-]{43})(?:;|$)`);
  const [, expires, signature] = pattern.exec(header ?? "") ?? [];
  if (expires === undefined || signature === undefined) return false;
  return isSameSecret(signature, sign(token, Number(expires))) && Number(expires) * 1000 > wallMs;
}

function sign(token: string, expires: number): string {
  return createHmac("sha256", token).update(`gigahost-ddns reading until ${expires}`).digest("base64url");
}
