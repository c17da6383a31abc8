/** The credential on its way into a file of its own; a secret. */
export type NewCredential =
  | { readonly kind: "api-key"; readonly apiKey: string }
  | { readonly kind: "password"; readonly username: string; readonly password: string };

export const secretOf = (given: NewCredential): string => (given.kind === "api-key" ? given.apiKey : given.password);

/** Of what another program's file has; an API key needs no user name, and is known by how it begins. Null: nothing of use. */
export function readCredential(given: {
  readonly apiKey?: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
}): NewCredential | null {
  const { username = "", password = "" } = given;
  const apiKey = given.apiKey || (password.startsWith("flux_live_") ? password : "");
  if (apiKey !== "") return { kind: "api-key", apiKey };
  return username !== "" && password !== "" ? { kind: "password", username, password } : null;
}
