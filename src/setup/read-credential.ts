import type { Credential } from "../model/settings/credential.ts";

/** From what another program's file has; an API key needs no user name, and is recognised by its beginning. Null: nothing of use. */
export function readCredential(given: {
  readonly apiKey?: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
}): Credential | null {
  const { username = "", password = "" } = given;
  const apiKey = given.apiKey || (password.startsWith("flux_live_") ? password : "");
  if (apiKey !== "") return { kind: "api-key", apiKey };
  return username !== "" && password !== "" ? { kind: "password", username, password } : null;
}

/** What goes into a file of its own. */
export function secretOf(credential: Credential): string {
  return credential.kind === "api-key" ? credential.apiKey : credential.password;
}
