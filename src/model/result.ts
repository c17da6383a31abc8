/** Every word that a server of the dyndns protocol may say; `publish/answers/server-words.ts` has what follows from each. */
const words = [
  "good",
  "nochg",
  "badauth",
  "nohost",
  "notfqdn",
  "!yours",
  "!active",
  "abuse",
  "!donator",
  "numhost",
  "badagent",
  "badsys",
  "dnserr",
  "911",
] as const;

/** What the server's word was: the answers of the dyndns protocol, also used by the records engine. */
export type ServerWord = (typeof words)[number];

/** What became of a request that brought no word of the server's. */
export type TransportResult = "timeout" | "network" | "tls" | `http_${number}` | "unparseable";

/** The `result` of an outcome, as status, log and metrics show it. */
export type Result = ServerWord | TransportResult;

const knownWords: ReadonlySet<string> = new Set(words);

export function isServerWord(value: string): value is ServerWord {
  return knownWords.has(value);
}

export function isResult(value: unknown): value is Result {
  if (typeof value !== "string") return false;
  return isServerWord(value) || /^(timeout|network|tls|unparseable|http_\d{3})$/.test(value);
}
/** Why an address that the server called invalid stays unpublished. */
export function explainRefusedAddress(address: string | null): string {
  return `the server calls ${address ?? "the address"} invalid (badagent): it is not sent again until the address changes`;
}
