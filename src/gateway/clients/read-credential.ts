/** What a request brings to say who it is. */
export interface GivenCredential {
  readonly name: string;
  readonly password: string;
  /** Whether it was in the URL, where logs and histories keep it. */
  readonly inQuery: boolean;
}

const queryNames = {
  name: ["username", "user"],
  password: ["password", "pass", "passwd", "token", "key"],
} as const;

/** Basic first, then the query's or the form's; null if neither is whole. */
export function readCredential(authorization: string | undefined, fields: URLSearchParams): GivenCredential | null {
  const basic = readBasic(authorization ?? "");
  if (basic !== null) return { ...basic, inQuery: false };
  const first = (names: readonly string[]) => names.map((name) => fields.get(name)).find(Boolean) ?? null;
  const [name, password] = [first(queryNames.name), first(queryNames.password)];
  return name === null || password === null ? null : { name, password, inQuery: true };
}

function readBasic(header: string): { readonly name: string; readonly password: string } | null {
  const [, encoded = ""] = /^basic +([A-Za-z0-9+/_=-]+) *$/i.exec(header) ?? [];
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 || text === ":" ? null : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
