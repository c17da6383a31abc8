import type { GatewayClient } from "../gateway/client.ts";
import type { IpNetwork } from "../model/addresses/ip-network.ts";
import type { OutgoingProxy } from "../model/addresses/proxy-for.ts";
import type { Credential } from "../model/settings/credential.ts";
import type { EngineSetting } from "../model/settings/engine.ts";
import type { LogFormat, LogLevel } from "../model/settings/log-level.ts";
import type { NoticeEvent } from "../model/settings/notice-event.ts";
import type { PublicPart } from "../model/settings/public-part.ts";
import type { WantedName } from "../model/wanted.ts";
import type { SecretFile } from "./findings.ts";

/** The effective configuration: validated, defaults filled in, secrets read, durations in milliseconds. */
export interface Config {
  readonly account: AccountConfig;
  readonly hostnames: readonly WantedName[];
  /** By name; `default` is always there and stands for the top level `ipv4` and `ipv6`. */
  readonly uplinks: Readonly<Record<string, UplinkConfig>>;
  /** `auto`, or a cron expression of five or six fields. */
  readonly schedule: string;
  readonly watch: boolean;
  readonly engine: EngineSetting;
  /** Seconds; used by the records engine. */
  readonly ttl: number;
  /** Null: never verified. */
  readonly verifyEveryMs: number | null;
  readonly whenLost: "keep" | "delete";
  readonly maxUpdatesPerHour: number;
  readonly allowNonPublic: boolean;
  readonly stateDir: string;
  /** Null: no HTTP listener. */
  readonly http: HttpConfig | null;
  readonly notify: readonly NotifyConfig[];
  /** Who hears that all is well, each independently. */
  readonly heartbeats: readonly HeartbeatConfig[];
  readonly log: { readonly level: LogLevel; readonly format: LogFormat };
  /** Null: no devices push. */
  readonly gateway: GatewayConfig | null;
  /** The Kubernetes Lease by which one of several replicas publishes; null: this one is alone. */
  readonly leadership: { readonly lease: string | null };
  /** For notices and heartbeats, which go to other hosts than the API's: `account.proxy`, otherwise of the environment. */
  readonly outgoing: OutgoingProxy;
  /** The file it came from; null if the environment alone was enough. */
  readonly file: string | null;
  /** When it was read, wall ms: what was written later is not in it. */
  readonly readAtMs: number;
  /** The files that its secrets came from, with their permission bits. */
  readonly secretFiles: readonly SecretFile[];
  /** Every secret in it, for masking by value. */
  readonly secrets: readonly string[];
  /** Worth mentioning once, in plain words (a group-readable secret file, a key that has no effect). */
  readonly warnings: readonly string[];
}

export interface AccountConfig {
  readonly credential: Credential | null;
  /** Without a final slash. */
  readonly baseUrl: string;
  /** The HTTP proxy that the API is reached through, as a URL; null: none. */
  readonly proxy: string | null;
}

export interface UplinkConfig {
  readonly name: string;
  /** Null: the default route. */
  readonly interfaceName: string | null;
  readonly ipv4: FamilyConfig & { readonly behindNat: "publish" | "refuse" };
  readonly ipv6: FamilyConfig;
}

export interface FamilyConfig {
  readonly enabled: boolean;
  /** Source URIs as written, `auto` included. */
  readonly sources: readonly string[];
  /** Null: not set; the lower of 2 and the number of independent sources. */
  readonly confirm: number | null;
  /** An answer outside all of these is refused; empty: none is for that. */
  readonly only: readonly IpNetwork[];
  /** An answer inside one of these is refused. */
  readonly never: readonly IpNetwork[];
}

export interface HttpConfig {
  readonly host: string;
  readonly port: number;
  readonly tokenFile: string | null;
  readonly hosts: readonly string[];
  readonly public: readonly PublicPart[];
}

export interface GatewayConfig {
  readonly host: string;
  readonly port: number;
  /** Null: plain http. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  readonly clientsFile: string | null;
  /** Those of the file, too. */
  readonly clients: readonly GatewayClient[];
  readonly trustedProxies: readonly IpNetwork[];
}

export interface HeartbeatConfig {
  /** A secret. */
  readonly url: string;
  /** How often success is reported. */
  readonly everyMs: number;
}

export interface NotifyConfig {
  readonly url: string;
  /** What the URL's `secret_file` holds; null if it names none. */
  readonly secret: string | null;
  readonly on: readonly NoticeEvent[];
}
