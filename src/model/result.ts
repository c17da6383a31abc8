/** What the server's word was: the answers of the dyndns protocol, also used by the records engine. */
export type ServerWord =
  | "good"
  | "nochg"
  | "badauth"
  | "nohost"
  | "notfqdn"
  | "abuse"
  | "!donator"
  | "numhost"
  | "badagent"
  | "badsys"
  | "dnserr"
  | "911";

/** What became of a request that brought no word of the server's. */
export type TransportResult = "timeout" | "network" | "tls" | `http_${number}` | "unparseable";

/** The `result` of an outcome, as status, log and metrics show it. */
export type Result = ServerWord | TransportResult;

/** Every server word; the record makes a missing one a compile error. */
const serverWords: Readonly<Record<ServerWord, true>> = {
  good: true,
  nochg: true,
  badauth: true,
  nohost: true,
  notfqdn: true,
  abuse: true,
  "!donator": true,
  numhost: true,
  badagent: true,
  badsys: true,
  dnserr: true,
  "911": true,
};

export function isResult(value: unknown): value is Result {
  if (typeof value !== "string") return false;
  return Object.hasOwn(serverWords, value) || /^(timeout|network|tls|unparseable|http_\d{3})$/.test(value);
}
