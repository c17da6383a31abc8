import type { Consequence } from "../../model/consequence.ts";
import { explainRefusedAddress, type ServerWord } from "../../model/result.ts";
import { accountReason, type ReasonSubject } from "./reasons.ts";

/** What a word of the server's means. */
export interface WordMeaning {
  readonly consequence: Consequence;
  /** Whom it applies to if it occurs once in the answer to a request for several hostnames. */
  readonly saidOnce: "of all" | "of nobody in particular";
  /** Whether the address may have been published all the same. */
  readonly uncertain: boolean;
  /** In everyday English too: capitalised and followed by a sentence, it is not an answer. */
  readonly everyday?: true;
  /** In plain words, what happened and what to do; null for success. */
  readonly reason: (subject: ReasonSubject) => string | null;
}

const one = { saidOnce: "of nobody in particular", uncertain: false } as const;
const all = { saidOnce: "of all", uncertain: false } as const;
const untilChanged = "nothing more is sent for it until its settings change or you run `gigahost-ddns retry`";

/** Every word the server may say and all that follows from it, decided here and nowhere else. */
export const serverWords: Readonly<Record<ServerWord, WordMeaning>> = {
  good: { ...one, consequence: "done", everyday: true, reason: () => null },
  nochg: { ...one, consequence: "done", reason: () => null },
  badauth: {
    ...all,
    consequence: "hold-account",
    reason: ({ credential }) => accountReason(credential, "badauth"),
  },
  nohost: {
    ...one,
    consequence: "hold-hostname",
    reason: ({ hostname }) =>
      `${hostname} is not in a zone of this account (nohost): check its spelling and that the zone exists; ${untilChanged}`,
  },
  notfqdn: {
    ...one,
    consequence: "hold-hostname",
    reason: ({ hostname }) =>
      `the server says that ${hostname} is not fully qualified (notfqdn): fix it; ${untilChanged}`,
  },
  "!yours": {
    ...one,
    consequence: "hold-hostname",
    reason: ({ hostname }) =>
      `${hostname} belongs to another account (!yours): check its spelling and the credential; ${untilChanged}`,
  },
  "!active": {
    ...one,
    consequence: "hold-hostname",
    reason: ({ hostname }) =>
      `${hostname} is not active at the server (!active): check that its zone is active; ${untilChanged}`,
  },
  abuse: {
    ...one,
    consequence: "hold-hostname",
    everyday: true,
    reason: ({ hostname }) =>
      `${hostname} is blocked for too many updates (abuse): ask Gigahost to unblock it; ${untilChanged}`,
  },
  "!donator": {
    ...all,
    consequence: "hold-hostname",
    reason: ({ hostname }) =>
      `the account may not do this for ${hostname} (!donator): check what its plan allows; ${untilChanged}`,
  },
  numhost: {
    ...one,
    consequence: "hold-hostname",
    reason: ({ hostname }) =>
      `the server reports too many hostnames, although only ${hostname} was sent (numhost); ${untilChanged}`,
  },
  badsys: {
    ...all,
    consequence: "hold-hostname",
    reason: ({ hostname }) => `the server refuses the request for ${hostname} altogether (badsys); ${untilChanged}`,
  },
  badagent: {
    ...all,
    consequence: "refuse-address",
    reason: ({ address }) => explainRefusedAddress(address),
  },
  // Of one zone's DNS as well as of all: who it concerns is found out by asking on.
  dnserr: {
    ...one,
    consequence: "wait-long",
    uncertain: true,
    reason: () => "the server reports a DNS error (dnserr): retrying in 30 minutes or more",
  },
  "911": {
    ...all,
    consequence: "wait-long",
    uncertain: true,
    reason: () => "the server reports a failure (911): retrying in 30 minutes or more",
  },
};
