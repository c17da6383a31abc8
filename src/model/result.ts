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
