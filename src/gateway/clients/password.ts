import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** How a client's password is known: as it is, or by a salted hash of it. */
export type PasswordCheck =
  | { readonly kind: "plain"; readonly password: string }
  | { readonly kind: "sha256"; readonly salt: string; readonly hex: string };

/** 160 bits in letters, digits, `-` and `_`, which no device mangles. */
export function makePassword(): string {
  return randomBytes(20).toString("base64url");
}

/** `sha256:SALT:HEX`. Fast on purpose: it is for generated passwords, which nobody guesses, and devices repeat themselves. */
export function hashPassword(password: string, salt: string = randomBytes(12).toString("hex")): string {
  return `sha256:${salt}:${digest(salt, password).toString("hex")}`;
}

/** Null for what is not a hash of that kind. */
export function readPasswordHash(text: string): Extract<PasswordCheck, { kind: "sha256" }> | null {
  const [, salt = "", hex = ""] = /^sha256:([^:\s]{1,128}):([\da-fA-F]{64})$/.exec(text.trim()) ?? [];
  return salt === "" ? null : { kind: "sha256", salt, hex: hex.toLowerCase() };
}

/** Takes the same time whatever is wrong with the password. */
export function isPassword(given: string, check: PasswordCheck): boolean {
  if (check.kind === "sha256") return timingSafeEqual(digest(check.salt, given), Buffer.from(check.hex, "hex"));
  // Hashed so that neither length nor beginning shows in the time.
  return timingSafeEqual(digest("", given), digest("", check.password));
}

function digest(salt: string, password: string): Buffer {
  return createHash("sha256").update(salt).update(password).digest();
}
