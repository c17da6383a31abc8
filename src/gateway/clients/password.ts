import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** How a client's password is known: as it is, or by a salted hash of it. */
export type PasswordCheck =
  | { readonly kind: "plain"; readonly password: string }
  | { readonly kind: "sha256"; readonly hash: string };

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
  const hash = text.trim();
  // Taken apart at each check: the parts would keep the whole in memory, beside themselves and for each of thousands.
  return hashForm.test(hash) ? { kind: "sha256", hash } : null;
}

const hashForm = /^sha256:[^:\s]{1,128}:[\da-fA-F]{64}$/;

/** Takes the same time whatever is wrong with the password. */
export function isPassword(given: string, check: PasswordCheck): boolean {
  if (check.kind === "sha256") {
    const [, salt = "", hex = ""] = check.hash.split(":");
    return timingSafeEqual(digest(salt, given), Buffer.from(hex, "hex"));
  }
  // Hashed so that neither length nor beginning shows in the time.
  return timingSafeEqual(digest("", given), digest("", check.password));
}

function digest(salt: string, password: string): Buffer {
  return createHash("sha256").update(salt).update(password).digest();
}
