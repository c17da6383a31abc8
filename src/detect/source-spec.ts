import type { Family } from "../model/family.ts";

export type ParsedSource =
  | { readonly ok: true; readonly spec: SourceSpec }
  /** In plain words, what is wrong with the URI and what it could have meant. */
  | { readonly ok: false; readonly message: string };

/** A source as its URI says, before anything of it is loaded. */
export type SourceSpec =
  | AutoSpec
  | StaticSpec
  | FileSpec
  | CommandSpec
  | HttpSpec
  | DnsSpec
  | StunSpec
  | RouterSpec
  | InterfaceSpec;

interface CommonSpec {
  /** For people: the URI as written, but with the values of secret-looking query parameters left out. */
  readonly uri: string;
  /** Who stands behind the answer: two sources with one operator are one voice. */
  readonly operator: string;
  /** See `Source.cost`. */
  readonly cost: "local" | "cheap" | "expensive";
  /** Whether its word needs no second voice; an own interface's only while it is a public address. */
  readonly authoritative: "never" | "when-public" | "always";
  /** The families it can be asked for at all: `static:185.0.2.1` never has an IPv6 address. */
  readonly families: readonly Family[];
}

/** Stands for the list of `auto-sources.ts`. */
export interface AutoSpec extends CommonSpec {
  readonly kind: "auto";
}

export interface StaticSpec extends CommonSpec {
  readonly kind: "static";
  readonly address: string;
}

export interface FileSpec extends CommonSpec {
  readonly kind: "file";
  readonly path: string;
}

export interface CommandSpec extends CommonSpec {
  readonly kind: "command";
  readonly program: string;
  readonly arguments: readonly string[];
}

export interface HttpSpec extends CommonSpec {
  readonly kind: "http";
  /** The URL that is asked, secrets included. */
  readonly url: string;
}

export interface DnsSpec extends CommonSpec {
  readonly kind: "dns";
  /** The server to ask over each family: an address, or a host name. */
  readonly servers: Readonly<Partial<Record<Family, string>>>;
  readonly port: number;
  readonly name: string;
  /** Null: A or AAAA, by the family asked for. */
  readonly recordType: "A" | "AAAA" | "TXT" | null;
  readonly recordClass: "IN" | "CH";
}

export interface StunSpec extends CommonSpec {
  readonly kind: "stun";
  readonly host: string;
  readonly port: number;
}

export interface RouterSpec extends CommonSpec {
  readonly kind: "pcp" | "natpmp" | "upnp";
  /** Null: the default route's gateway. */
  readonly router: string | null;
}

export interface InterfaceSpec extends CommonSpec {
  readonly kind: "interface";
  /** Null: the interface of the uplink, else of the default route. */
  readonly interfaceName: string | null;
}
