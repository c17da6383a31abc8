import type { Fallible } from "../model/fallible.ts";
import type { Family } from "../model/family.ts";
import type { Credential } from "../model/settings/credential.ts";
import type { Ipv6Suffix } from "../model/wanted.ts";

/** A name that another program keeps pointed. */
export interface ImportedName {
  readonly name: string;
  readonly families: readonly Family[];
  /** Of a LAN host behind the same prefix; null: none. */
  readonly suffix: Ipv6Suffix | null;
  readonly ttlSeconds: number | null;
  /** Whether it is at Gigahost already; null: the program doesn't say where its names are. */
  readonly atGigahost: boolean | null;
  /** Where it is, for people: `cloudflare`. */
  readonly provider: string;
  /** Source URIs of each family; null: its own default, which is `auto` here. */
  readonly sources: Readonly<Record<Family, readonly string[] | null>>;
  /** Of its account at Gigahost; null: it is elsewhere, or the file has none. */
  readonly credential: Credential | null;
}

/** What another program's file says, as far as it means anything here. */
export interface Imported {
  readonly names: readonly ImportedName[];
  /** How often it looks; null: it doesn't say. Seconds. */
  readonly everySeconds: number | null;
  /** A cron expression of its own. */
  readonly cron: string | null;
  /** URLs of its notices; secrets. */
  readonly notify: readonly string[];
  /** URLs of its heartbeats; secrets. */
  readonly heartbeats: readonly string[];
  /** What has no counterpart here, one sentence each; without secrets. */
  readonly notes: readonly string[];
}

export const nothingImported: Imported = {
  names: [],
  everySeconds: null,
  cron: null,
  notify: [],
  heartbeats: [],
  notes: [],
};

/** Reads the file of one program. */
export interface Dialect {
  /** As it is typed: `ddclient`. */
  readonly name: string;
  /** Where its file usually lies. */
  readonly usualFile: string;
  read(text: string): Promise<Fallible<{ readonly imported: Imported }>>;
}
