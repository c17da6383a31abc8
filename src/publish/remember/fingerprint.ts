import { createHash, scryptSync } from "node:crypto";
import type { Credential } from "../../model/settings/credential.ts";
import type { EngineSetting } from "../../model/settings/engine.ts";
import type { WantedName } from "../../model/wanted.ts";
import { hmacSha256 } from "./hmac-sha256.ts";

/** Enough to make guessing a password expensive: 4 MiB and some 10 ms each. */
const scryptCost = { N: 4096, r: 8, p: 1 };

/**
 * Tells whether the credential is another one than last time, without keeping it. An API key has too many values to be
 * guessed, so a keyed hash is enough; a password goes through scrypt. The server belongs to it: a refusal is of one server.
 */
export function fingerprintCredential(credential: Credential, baseUrl: string, salt: string): string {
  if (credential.kind === "api-key") {
    return `hmac:${hmacSha256(salt, JSON.stringify([baseUrl, credential.apiKey]))}`;
  }
  const secret = JSON.stringify([baseUrl, credential.username, credential.password]);
  return `scrypt:${scryptSync(secret, salt, 32, scryptCost).toString("hex")}`;
}

/** Not cut from the whole in text, which would stay in memory with each of thousands. */
const fingerprintBytes = 8;

/** The settings that a hostname's hold depends on: when one of them changes, it deserves another try. */
export function fingerprintName(name: WantedName, engine: EngineSetting, credential: string | null): string {
  const settings = [name.hostname, name.uplink, name.families, name.suffix, engine, credential];
  return createHash("sha256").update(JSON.stringify(settings)).digest().toString("hex", 0, fingerprintBytes);
}
