import type { Section } from "../operation.ts";

/** Loads a section; named by its module, so that the doc comments reach whoever uses the library. */
export type Loader<Module> = () => Promise<Module[keyof Module]>;

/** The section of a module is the only thing it exports. */
function load<Module extends Readonly<Record<string, Section>>>(module: () => Promise<Module>): Loader<Module> {
  return async () => Object.values(await module())[0] as Module[keyof Module]; // a module of a section has exactly one value
}

/**
 * Every section of the API. To add one: a file with `export const NAME = section({ … })`, and a line here. A dot
 * nests: `webhosting.files` is `gigahost.webhosting.files` in the library. Loaded when first used.
 */
export const sections = {
  authentication: load(() => import("./authentication.ts")),
  account: load(() => import("./account/account.ts")),
  "account.users": load(() => import("./account/users.ts")),
  "account.sshkeys": load(() => import("./account/sshkeys.ts")),
  "account.passkeys": load(() => import("./account/passkeys.ts")),
  "account.apikeys": load(() => import("./account/apikeys.ts")),
  "account.clients": load(() => import("./account/clients.ts")),
  "account.dpa": load(() => import("./account/dpa.ts")),
  billing: load(() => import("./billing.ts")),
  bgp: load(() => import("./bgp.ts")),
  deploy: load(() => import("./deploy.ts")),
  dns: load(() => import("./dns/dns.ts")),
  my: load(() => import("./my.ts")),
  servers: load(() => import("./servers/servers.ts")),
  "servers.installation": load(() => import("./servers/installation.ts")),
  "servers.network": load(() => import("./servers/network.ts")),
  "servers.snapshots": load(() => import("./servers/snapshots.ts")),
  webhosting: load(() => import("./webhosting/webhosting.ts")),
  "webhosting.apps": load(() => import("./webhosting/apps.ts")),
  "webhosting.autoresponders": load(() => import("./webhosting/autoresponders.ts")),
  "webhosting.backups": load(() => import("./webhosting/backups.ts")),
  "webhosting.databases": load(() => import("./webhosting/databases.ts")),
  "webhosting.email": load(() => import("./webhosting/email.ts")),
  "webhosting.files": load(() => import("./webhosting/files.ts")),
  "webhosting.forwarders": load(() => import("./webhosting/forwarders.ts")),
  "webhosting.ftp": load(() => import("./webhosting/ftp.ts")),
  "webhosting.ssl": load(() => import("./webhosting/ssl.ts")),
  "webhosting.subdomains": load(() => import("./webhosting/subdomains.ts")),
};

/** Other uses of an endpoint under a name of their own: in the library, but not in the table of endpoints. */
export const variants = {
  dns: load(() => import("./dns/variants.ts")),
};

export type Sections = typeof sections;
export type SectionName = keyof Sections;
type Loaded<Load> = Load extends Loader<infer Module> ? Module[keyof Module] : unknown;

/** The operations of a section, with their exact types. */
export type OperationsOf<Name extends SectionName> = Loaded<Sections[Name]> &
  (Name extends keyof typeof variants ? Loaded<(typeof variants)[Name]> : unknown);
