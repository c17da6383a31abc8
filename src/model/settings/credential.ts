/** What proves to the server who calls: an API key, or the user's name and password. */
export type Credential =
  | { readonly kind: "api-key"; readonly apiKey: string }
  | { readonly kind: "password"; readonly username: string; readonly password: string };
