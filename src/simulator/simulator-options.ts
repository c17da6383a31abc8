import type { Clock } from "../platform/clock.ts";
import type { AccountSeed, ApiKeySeed } from "./store/accounts.ts";
import type { ZoneSeed } from "./store/zones.ts";

export interface SimulatorOptions {
  /** TCP port of the API; 0 or nothing: any free one. */
  readonly port?: number;
  /** The address that API and DNS listen on; nothing: 127.0.0.1. */
  readonly host?: string;
  /** One port for UDP and TCP; 0 or nothing: any free one. */
  readonly dnsPort?: number;
  /** For token expiry, rate limits and time stamps. */
  readonly clock?: Clock;
  readonly accounts?: readonly AccountSeed[];
  readonly apiKeys?: readonly ApiKeySeed[];
  /** Names (the zone gets SOA and NS) or zones with records; they belong to the first account unless they say otherwise. */
  readonly zones?: readonly (string | ZoneSeed)[];
  readonly habits?: Partial<Habits>;
}

/** How a dual-stack update is answered: nobody knows it of the real server, so every form can be had. */
export type DyndnsForm =
  | "one-line"
  | "two-lines"
  | "comma"
  | "space"
  | "only-ipv4"
  | "only-ipv6"
  | "word-only"
  | "single-line"
  | "missing-line"
  | "extra-line"
  | "uppercase"
  | "crlf";

/** What the server does all the time; faults are what it does now and then. */
export interface Habits {
  /** How long a write keeps its zone busy; a second write in that time gets 500. Milliseconds. */
  readonly zoneWriteMs: number;
  readonly dyndnsForm: DyndnsForm;
  /** HTTP status of a dyndns answer that is a failure for every hostname. */
  readonly dyndnsFailureStatus: number;
  /** More hostnames than this in one call are answered with `numhost`. */
  readonly dyndnsMaxHostnames: number;
  /** An IPv6-only call overwrites the A record with the client's source address. */
  readonly dyndnsFillsInIpv4: boolean;
  readonly dyndnsAcceptsApiKeys: boolean;
  /** Null: unlimited. */
  readonly rateLimit: { readonly requests: number; readonly perMs: number } | null;
  readonly tokenLifetimeS: number;
  /** Whether a listed target ends in a dot; `mixed`: some do. */
  readonly trailingDots: "never" | "always" | "mixed";
  /** What creating a zone answers: `[]` as seen, or the id as documented. */
  readonly createdZoneAnswer: "empty" | "id";
  /** A server without `meta` was seen too: `data` stands alone. */
  readonly withoutMeta: boolean;
}

export const defaultHabits: Habits = {
  zoneWriteMs: 10,
  dyndnsForm: "one-line",
  dyndnsFailureStatus: 200,
  dyndnsMaxHostnames: 20,
  dyndnsFillsInIpv4: true,
  dyndnsAcceptsApiKeys: true,
  rateLimit: null,
  tokenLifetimeS: 3600,
  trailingDots: "never",
  createdZoneAnswer: "empty",
  withoutMeta: false,
};

/** The key that works when no `apiKeys` are given. */
export const defaultApiKey = `flux_live_${"0123456789abcdef".repeat(4)}`;

/** The user who exists when no `accounts` are given. */
export const defaultAccount: AccountSeed = { username: "ola@example.no", password: "correct horse: battery #$ staple" };
