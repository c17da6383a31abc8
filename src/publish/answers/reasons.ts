import type { ServerWord } from "../../model/result.ts";

/** What a reason is about, for people. */
export interface ReasonSubject {
  readonly hostname: string;
  /** The address that was sent. */
  readonly address: string | null;
  /** `the API key`, or `the user name or password`. */
  readonly credential: string;
}

const untilChanged = "nothing more is sent for it until its settings change or you run `gigahost-ddns retry`";

const reasons: Readonly<Record<ServerWord, (subject: ReasonSubject) => string | null>> = {
  good: () => null,
  nochg: () => null,
  badauth: ({ credential }) => accountReason(credential, "badauth"),
  nohost: ({ hostname }) =>
    `${hostname} is not in a zone of this account (nohost): check its spelling and that the zone exists; ${untilChanged}`,
  notfqdn: ({ hostname }) => `${hostname} is no full host name to the server (notfqdn): correct it; ${untilChanged}`,
  abuse: ({ hostname }) =>
    `${hostname} is blocked for too many updates (abuse): ask Gigahost to unblock it; ${untilChanged}`,
  "!donator": ({ hostname }) =>
    `the account may not do this for ${hostname} (!donator): check what its plan allows; ${untilChanged}`,
  numhost: ({ hostname }) =>
    `the server counts too many hostnames, with only ${hostname} sent (numhost); ${untilChanged}`,
  badsys: ({ hostname }) => `the server rejects the request for ${hostname} as such (badsys); ${untilChanged}`,
  badagent: ({ address }) =>
    `the server calls ${address ?? "the address"} invalid (badagent): it is not sent again until the address changes`,
  dnserr: () => "the server's DNS is in trouble (dnserr): tried again after 30 minutes or more",
  "911": () => "the server is in trouble (911): tried again after 30 minutes or more",
};

/** What a word of the server's means, and what to do about it; null for success. */
export function reasonFor(word: ServerWord, subject: ReasonSubject): string | null {
  return reasons[word](subject);
}

/** Why the account is held, and what ends it. */
export function accountReason(credential: string, result: string): string {
  return (
    `${credential} was refused (${result}): check that it is active and may write DNS; nothing more is sent until it changes ` +
    "or you run `gigahost-ddns retry`; it is probed again after an hour, then daily"
  );
}

/** What the user knows the credential by. */
export function credentialLabel(kind: "api-key" | "password"): string {
  return kind === "api-key" ? "the API key" : "the user name or password";
}
