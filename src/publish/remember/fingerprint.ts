import { createHash, createHmac, scryptSync } from "node:crypto";
import type { EngineName } from "../../model/state.ts";
import type { WantedName } from "../../model/wanted.ts";

/** What proves who we are; the same shape as in the configuration. */
export type SecretCredential =
  | { readonly kind: "api-key"; readonly apiKey: string }
  | { readonly kind: "password"; readonly username: string; readonly password: string };

/** Enough to make guessing a password expensive: 4 MiB and some 10 ms each. */
const scryptCost = { N: 4096, r: 8, p: 1 };

/**
 * Tells whether the credential is another one than last time, without keeping it. An API key has too many values to be
 * guessed, so a keyed hash is enough; a password goes through scrypt. The server belongs to it: a refusal is of one server.
 */
export function fingerprintCredential(credential: SecretCredential, baseUrl: string, salt: string): string {
  if (credential.kind === "api-key") {
    return `hmac:${createHmac("sha256", salt)
      .update(JSON.stringify([baseUrl, credential.apiKey]))
      .digest("hex")}`;
  }
  const secret = JSON.stringify([baseUrl, credential.username, credential.password]);
  return `scrypt:${scryptSync(secret, salt, 32, scryptCost).toString("hex")}`;
}

/** The settings that a hostname's hold depends on: when one of them changes, it deserves another try. */
export function fingerprintName(name: WantedName, engine: "auto" | EngineName, credential: string | null): string {
  const settings = [name.hostname, name.uplink, name.families, name.suffix, engine, credential];
  return createHash("sha256").update(JSON.stringify(settings)).digest("hex").slice(0, 16);
}
