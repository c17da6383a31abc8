/**
 * Every section of the API. To add one: a file with `export const NAME = section({ … })`, and a line here. A dot
 * nests: `webhosting.files` is `gigahost.webhosting.files` in the library. Loaded when first used.
 */
export const sections = {
  authentication: async () => (await import("./authentication.ts")).authentication,
  account: async () => (await import("./account/account.ts")).account,
  "account.users": async () => (await import("./account/users.ts")).accountUsers,
  "account.sshkeys": async () => (await import("./account/sshkeys.ts")).accountSshkeys,
  "account.passkeys": async () => (await import("./account/passkeys.ts")).accountPasskeys,
  "account.apikeys": async () => (await import("./account/apikeys.ts")).accountApikeys,
  "account.clients": async () => (await import("./account/clients.ts")).accountClients,
  "account.dpa": async () => (await import("./account/dpa.ts")).accountDpa,
  bgp: async () => (await import("./bgp.ts")).bgp,
  deploy: async () => (await import("./deploy.ts")).deploy,
  dns: async () => (await import("./dns.ts")).dns,
  my: async () => (await import("./my.ts")).my,
  servers: async () => (await import("./servers/servers.ts")).servers,
  "servers.installation": async () => (await import("./servers/installation.ts")).serverInstallation,
  "servers.network": async () => (await import("./servers/network.ts")).serverNetwork,
  "servers.snapshots": async () => (await import("./servers/snapshots.ts")).serverSnapshots,
  webhosting: async () => (await import("./webhosting/webhosting.ts")).webhosting,
  "webhosting.apps": async () => (await import("./webhosting/apps.ts")).webhostingApps,
  "webhosting.autoresponders": async () => (await import("./webhosting/autoresponders.ts")).webhostingAutoresponders,
  "webhosting.backups": async () => (await import("./webhosting/backups.ts")).webhostingBackups,
  "webhosting.databases": async () => (await import("./webhosting/databases.ts")).webhostingDatabases,
  "webhosting.email": async () => (await import("./webhosting/email.ts")).webhostingEmail,
  "webhosting.files": async () => (await import("./webhosting/files.ts")).webhostingFiles,
  "webhosting.forwarders": async () => (await import("./webhosting/forwarders.ts")).webhostingForwarders,
  "webhosting.ftp": async () => (await import("./webhosting/ftp.ts")).webhostingFtp,
  "webhosting.ssl": async () => (await import("./webhosting/ssl.ts")).webhostingSsl,
  "webhosting.subdomains": async () => (await import("./webhosting/subdomains.ts")).webhostingSubdomains,
};

/** Other uses of an endpoint under a name of their own: in the library, but not in the table of endpoints. */
export const variants = {
  dns: async () => (await import("./dns-variants.ts")).dnsVariants,
};

export type Sections = typeof sections;
export type SectionName = keyof Sections;
type Loaded<Loader> = Loader extends () => Promise<infer Operations> ? Operations : unknown;

/** The operations of a section, with their exact types. */
export type OperationsOf<Name extends SectionName> = Loaded<Sections[Name]> &
  (Name extends keyof typeof variants ? Loaded<(typeof variants)[Name]> : unknown);
