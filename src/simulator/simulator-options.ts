import type { Clock } from "../platform/clock.ts";
import type { AccountSeed, ApiKeySeed } from "./store/accounts.ts";
import type { ZoneSeed } from "./store/zones.ts";

export interface SimulatorOptions {
  /** TCP port of the API; 0 or omitted: any free one. */
  readonly port?: number;
  /** The address that the API and DNS listen on; 127.0.0.1 by default. */
  readonly host?: string;
  /** One port for UDP and TCP; 0 or omitted: any free one. */
  readonly dnsPort?: number;
  /** For token expiry, rate limits and time stamps. */
  readonly clock?: Clock;
  readonly accounts?: readonly AccountSeed[];
  readonly apiKeys?: readonly ApiKeySeed[];
  /** Names (the zone gets SOA and NS) or zones with records; by default they belong to the first account. */
  readonly zones?: readonly (string | ZoneSeed)[];
  readonly habits?: Partial<Habits>;
}

/** How a dual-stack update is answered: the real server's form is unknown, so every form is available. */
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

/** What the server does all the time; faults happen now and then. */
export interface Habits {
  /** How long a write keeps its zone busy; a second write in that time gets 500. Milliseconds. */
  readonly zoneWriteMs: number;
  readonly dyndnsForm: DyndnsForm;
  /** HTTP status of a dyndns answer that is a failure for every hostname. */
  readonly dyndnsFailureStatus: number;
  /** HTTP status of `badauth` at the dyndns endpoint: 401 or 200; which one is unknown. */
  readonly dyndnsBadauthStatus: number;
  /** If one of several hostnames is unknown: a line for each, or a single `nohost` and nothing published. */
  readonly dyndnsNohost: "each" | "one-for-all";
  /** Accepts a list or an IPv6 address in `myip`, an IPv4 address in `myipv6` and an empty `myip`; otherwise `badagent`. */
  readonly dyndnsTakesAnyAddress: boolean;
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
  /** The answer to creating a zone: `[]` as seen live, or the id as documented. */
  readonly createdZoneAnswer: "empty" | "id";
  /** Further record types that the API accepts, such as `TLSA`. */
  readonly moreRecordTypes: readonly string[];
  /** How many queries of `/deploy/status` find an order `ready` whose server still has the id 0. */
  readonly deployLooksWithoutServer: number;
  /** How many queries find a ready order before it drops out of `/deploy/status`. */
  readonly deployLooksWhenReady: number;
  /** An order never gets a server. */
  readonly deployNeverEnds: boolean;
  /** Every server's primary IPv4 address has an IPv6 twin with the same `ip_id`. */
  readonly twinIpIds: boolean;
  /** Answers are compressed, whether asked for or not. */
  readonly gzip: boolean;
  /** A server without `meta` was seen too: then there is only `data`. */
  readonly withoutMeta: boolean;
}

export const defaultHabits: Habits = {
  zoneWriteMs: 10,
  dyndnsForm: "one-line",
  dyndnsFailureStatus: 200,
  dyndnsBadauthStatus: 401,
  dyndnsNohost: "each",
  dyndnsTakesAnyAddress: false,
  dyndnsMaxHostnames: 20,
  dyndnsFillsInIpv4: true,
  dyndnsAcceptsApiKeys: true,
  rateLimit: null,
  tokenLifetimeS: 3600,
  trailingDots: "never",
  createdZoneAnswer: "empty",
  moreRecordTypes: [],
  deployLooksWithoutServer: 0,
  deployLooksWhenReady: Number.POSITIVE_INFINITY,
  deployNeverEnds: false,
  twinIpIds: false,
  gzip: false,
  withoutMeta: false,
};

/** The key that is valid if no `apiKeys` are given. */
export const defaultApiKey = `flux_live_${"0123456789abcdef".repeat(4)}`;

/** The user that exists if no `accounts` are given. */
export const defaultAccount: AccountSeed = { username: "ola@example.no", password: "correct horse: battery #$ staple" };
