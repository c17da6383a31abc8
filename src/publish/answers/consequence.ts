import type { Result } from "../../model/result.ts";

/**
 * What follows from an answer.
 *
 * - `done`: the address is published
 * - `hold-account`, `hold-hostname`: not tried again until something changes
 * - `refuse-address`: that address is not sent again
 * - `wait-long`: the server is in trouble and asked for 30 minutes, growing
 * - `back-off`: tried again after 30 s to 1 h; other hostnames go on
 * - `back-off-account`: the same, and no other hostname would fare better
 * - `wait-for-clock`: this machine's clock is wrong; tried again soon, since only the clock stands in the way
 */
export type Consequence =
  | "done"
  | "hold-account"
  | "hold-hostname"
  | "refuse-address"
  | "wait-long"
  | "back-off"
  | "back-off-account"
  | "wait-for-clock";

/** What follows from a result where nothing more is known; an engine that knows more says so. */
export function consequenceOf(result: Result): Consequence {
  return consequences[result] ?? "back-off";
}

const consequences: Partial<Record<Result, Consequence>> = {
  good: "done",
  nochg: "done",
  badauth: "hold-account",
  http_401: "hold-account",
  nohost: "hold-hostname",
  notfqdn: "hold-hostname",
  abuse: "hold-hostname",
  "!donator": "hold-hostname",
  numhost: "hold-hostname",
  badsys: "hold-hostname",
  http_403: "hold-hostname",
  badagent: "refuse-address",
  dnserr: "wait-long",
  "911": "wait-long",
  timeout: "back-off-account",
  network: "back-off-account",
  tls: "back-off-account",
  http_429: "back-off-account",
};
