import { FileTree } from "./file-tree.ts";

/** One web hosting account. The items of its lists have the form that the API shows. */
export interface Hosting {
  readonly id: number;
  readonly custId: string;
  readonly domain: string;
  readonly username: string;
  productId: number;
  status: "active" | "cancelled";
  /** By full address. */
  readonly emails: Map<string, { readonly email: string; quota: number }>;
  /** By the part before the `@`. */
  readonly forwarders: Map<string, readonly string[]>;
  catchAll: { readonly catch: string; readonly value: string };
  /** By the part before the `@`. */
  readonly autoresponders: Map<string, Readonly<Record<string, string>>>;
  dkim: boolean;
  readonly spamfilter: Record<string, unknown>;
  /** By user name. */
  readonly ftp: Map<string, { readonly username: string; readonly path: string }>;
  /** By name. */
  readonly databases: Map<string, { readonly name: string; readonly user: string; readonly size: number }>;
  readonly subdomains: Set<string>;
  readonly files: FileTree;
  /** By id. */
  readonly installations: Map<string, Installation>;
  /** Null: no certificate. */
  ssl: { readonly hostnames: readonly string[]; readonly keysize: string } | null;
  /** File names. */
  readonly backups: Set<string>;
}

export interface Installation {
  readonly id: string;
  readonly app: string;
  readonly domain: string;
  readonly path: string;
  version: string;
  /** By id. */
  readonly backups: Map<string, { readonly id: string; readonly date: string; readonly size: number }>;
}

export function createHosting(id: number, custId: string, domain: string): Hosting {
  const username = domain.replaceAll(/[^a-z0-9]/gu, "").slice(0, 16);
  const hosting: Hosting = {
    ...{ id, custId, domain, username, productId: 3, status: "active", dkim: true, ssl: null },
    emails: new Map([[`post@${domain}`, { email: `post@${domain}`, quota: 1024 }]]),
    forwarders: new Map([["info", [`post@${domain}`]]]),
    catchAll: { catch: "fail", value: "" },
    autoresponders: new Map([["ferie", { user: "ferie", subject: "On holiday", text: "Back soon", cc: "OFF" }]]),
    spamfilter: { where: "inbox", required_hits: 5, high_score_block: "no", high_score: 15, rewrite_subject: true },
    ftp: new Map([[`${username}_web`, { username: `${username}_web`, path: "/public_html" }]]),
    databases: new Map([[`${username}_shop`, { name: `${username}_shop`, user: `${username}_shop`, size: 1_048_576 }]]),
    subdomains: new Set(["blog"]),
    files: new FileTree(),
    installations: new Map([["wp1", createInstallation("wp1", domain)]]),
    backups: new Set(["backup-2026-01-15.tar.gz"]),
  };
  hosting.files.write("/public_html/index.html", Buffer.from("<h1>It works</h1>\n"));
  return hosting;
}

export function createInstallation(id: string, domain: string, app = "wordpress", path = "/"): Installation {
  const backup = { id: "b1", date: "2026-01-15 03:00:00", size: 2048 };
  return { id, app, domain, path, version: "6.4", backups: new Map([[backup.id, backup]]) };
}
