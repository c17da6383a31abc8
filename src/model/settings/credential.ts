/** What proves the caller's identity to the server: an API key, or the user's name and password. */
export type Credential =
  | { readonly kind: "api-key"; readonly apiKey: string }
  | { readonly kind: "password"; readonly username: string; readonly password: string };
