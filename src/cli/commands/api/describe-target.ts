import type { NamedOperation } from "../../../api/find-operation.ts";
import type { Gigahost } from "../../../api/gigahost.ts";
import type { CallOptions } from "../../../api/gigahost-options.ts";
import type { ParameterValues } from "../../../api/operation.ts";

type ListedItem = Readonly<Record<string, unknown>>;

/** What an operation is about to act on, in words that a person knows. */
export interface Target {
  /** `example.no`, `2 × Cloud 2 in Oslo, 89 NOK a month each`. */
  readonly what: string;
  /** What the user types to agree. */
  readonly name: string;
}

interface AskedAccount {
  readonly gigahost: Gigahost;
  readonly options: CallOptions;
}

/**
 * Looks up what the ids of a call stand for, so that the question names it; null if there is nothing to look up, or where
 * it can't be: the ids have to do then.
 */
export async function describeTarget(
  gigahost: Gigahost,
  { section, name, entry }: NamedOperation,
  given: ParameterValues,
  signal: AbortSignal,
): Promise<Target | null> {
  const account = { gigahost, options: { signal, retries: 0, timeouts: { totalMs: maxLookMs } } };
  const describe = orders[`${section}.${name}`] ?? things.find(({ path }) => entry.path.startsWith(path))?.describe;
  if (!describe) return null;
  return describe(account, given).catch(() => null);
}

/** A question can be asked without it. */
const maxLookMs = 10_000;

type DescribeTarget = (account: AskedAccount, given: ParameterValues) => Promise<Target | null>;

/** What costs money, with its quantity and price. */
const orders: Readonly<Record<string, DescribeTarget>> = {
  "deploy.orderServers": describeOrder,
  "servers.upgrade": describeUpgrade,
  "servers.network.orderIpv4": async (account, given) => {
    const server = await describeServer(account, given);
    return server && { ...server, what: `${given.num_ips} × IPv4 address (${given.ip_type}) for ${server.what}` };
  },
  "account.topUp": async (_, { amount, currency }) =>
    target(`${amount} ${String(currency).toUpperCase()}`, String(amount)),
  "dns.deleteRecord": describeRecords,
  "dns.deleteRrset": describeRecords,
  "dns.deleteRedirect": describeRedirect,
  // Asked only of a transfer.
  "dns.createZone": async (_, { zone_name }) => target(`the domain ${zone_name} moves here`, String(zone_name)),
  "deploy.cancelWaitlist": describeWaiting,
  "bgp.deleteSession": describeSession,
  "servers.snapshots.delete": describeSnapshot,
  "webhosting.order": async (account, given) => {
    const zone = await describeZone(account, given);
    const months = given.billing_period === 1 ? "every month" : `every ${given.billing_period} months`;
    return zone && { ...zone, what: `package ${given.product_id} for ${zone.what}, paid ${months} ${atUnknownPrice}` };
  },
  "webhosting.upgrade": async (account, given) => {
    const domain = await describeHosting(account, given);
    return domain && { ...domain, what: `${domain.what} to package ${given.product_id} ${atUnknownPrice}` };
  },
};

/** No operation tells what a hosting package is called or costs. */
const atUnknownPrice = "(the price is on Gigahost's page)";

/** Whatever is named by the first id of its path. */
const things: readonly { readonly path: string; readonly describe: DescribeTarget }[] = [
  { path: "/dns/zones/{zone_id}", describe: describeZone },
  { path: "/servers/{id}", describe: describeServer },
  { path: "/webhosting/{id}", describe: describeHosting },
  { path: "/account/apikeys/{id}", describe: describeKey },
  { path: "/account/clients/{id}", describe: describeClient },
  { path: "/account/user/{id}", describe: describeUser },
  { path: "/account/sshkey/{id}", describe: describeSshKey },
  { path: "/account/passkey/{id}", describe: describePasskey },
  { path: "/webhosting", describe: describeZone },
];

async function describeOrder({ gigahost, options }: AskedAccount, given: ParameterValues): Promise<Target | null> {
  const { tiers, regions, currency } = await gigahost.deploy.getCatalog({}, options);
  const products = tiers.flatMap((tier) => tier.products);
  const product = products.find(({ product_id, product_hash }) =>
    given.hash === undefined ? same(product_id, given.pid) : product_hash === given.hash,
  );
  if (!product) return null;
  const region = regions.find(({ region_id }) => same(region_id, given.region_id))?.region_name ?? "";
  const isHourly = (given.billing_period ?? "hourly") === "hourly";
  const price = isHourly
    ? `${product.rate_hourly} ${currency} an hour, at most ${product.rate_monthly} a month`
    : `${product.rate_monthly} ${currency} a month, paid ${given.billing_period}`;
  const backups = given.backups === 1 ? ", and 25 % more for backups" : "";
  const where = region === "" ? "" : ` in ${region}`;
  const what = `${given.quantity ?? 1} × ${product.product_name}${where}, each ${price}${backups}`;
  return target(what, product.product_name);
}

async function describeUpgrade(account: AskedAccount, given: ParameterValues): Promise<Target | null> {
  const server = await describeServer(account, given);
  const packages = await account.gigahost.servers.listUpgrades({ id: idIn(given, "id") }, account.options);
  const chosen = packages.find(({ pkg_id, product_id }) => same(pkg_id ?? product_id, given.pkg_id));
  if (!server || !chosen) return server;
  const price = chosen.rate_monthly ?? chosen.product_price;
  const cost = price === undefined ? "" : `, ${price} ${chosen.currency_code ?? "NOK"} a month`;
  return { ...server, what: `${server.what} to ${chosen.product_name}${cost}` };
}

async function describeRecords(account: AskedAccount, given: ParameterValues): Promise<Target | null> {
  const zone = await describeZone(account, given);
  if (!zone) return null;
  const name = given.name === "@" ? zone.name : `${given.name}.${zone.name}`;
  return target(`${name} ${given.type}${given.value === undefined ? "" : ` ${given.value}`}`, name);
}

async function describeRedirect(account: AskedAccount, given: ParameterValues): Promise<Target | null> {
  const zone = await describeZone(account, given);
  const name = zone && (given.source === "@" ? zone.name : `${given.source}.${zone.name}`);
  return name === null ? null : target(name, name);
}

async function describeWaiting({ gigahost, options }: AskedAccount, given: ParameterValues): Promise<Target | null> {
  const { reservations, notifications } = await gigahost.deploy.getWaitlist({}, options);
  const found =
    reservations.find(({ order_id }) => same(order_id, given.order_id)) ??
    notifications.find(({ notify_id }) => same(notify_id, given.notify_id));
  return found ? target(`${found.product_name} in ${found.region_name}`, found.product_name) : null;
}

async function describeSession({ gigahost, options }: AskedAccount, given: ParameterValues): Promise<Target | null> {
  const { sessions, asn } = await gigahost.bgp.getOverview({}, options);
  const found = sessions.find(({ id }) => same(id, given.session_id));
  if (!found) return null;
  const neighbor = (found.ip_type === "ipv6" ? found.neighbor_ipv6 : found.neighbor_ipv4) || "its router";
  const own = asn.find(({ id }) => same(id, found.asn_id))?.asn;
  return target(`${neighbor}${own === undefined ? "" : ` with AS${own}`}`, neighbor);
}

async function describeSnapshot(account: AskedAccount, given: ParameterValues): Promise<Target | null> {
  const server = await describeServer(account, given);
  const snapshots = await account.gigahost.servers.snapshots.list({ id: idIn(given, "id") }, account.options);
  const name = named(
    snapshots.find(({ snap_id }) => same(snap_id, given["snap-id"])),
    "snap_display_name",
  );
  return server && name ? target(`${name.what} of ${server.what}`, name.name) : server;
}

async function describeZone({ gigahost, options }: AskedAccount, given: ParameterValues): Promise<Target | null> {
  const found = (await gigahost.dns.listZones({}, options)).find(({ zone_id }) => same(zone_id, given.zone_id));
  return named(found, "zone_name_display") ?? named(found, "zone_name");
}

async function describeServer({ gigahost, options }: AskedAccount, given: ParameterValues): Promise<Target | null> {
  const found = (await gigahost.servers.list({}, options)).find(({ srv_id }) => same(srv_id, given.id));
  const server = named(found, "srv_name");
  return server && { ...server, what: `${server.name} (${found?.srv_primary_ip ?? `server ${given.id}`})` };
}

/** What is named besides, a mailbox or a database, is what matters; the domain tells where. */
async function describeHosting({ gigahost, options }: AskedAccount, given: ParameterValues): Promise<Target | null> {
  const { hosting } = await gigahost.webhosting.list({}, options);
  const domain = named(
    hosting.find(({ hosting_id }) => same(hosting_id, given.id)),
    "domain",
  );
  const inner = ["email", "user", "ftp_user", "dbname", "paths", "filename", "name", "backup"].find(
    (field) => given[field] !== undefined,
  );
  if (!domain || inner === undefined) return domain;
  const name = [given[inner]].flat().map(String).join(",");
  return target(`${name} of ${domain.name}`, name);
}

async function describeKey({ gigahost, options }: AskedAccount, given: ParameterValues): Promise<Target | null> {
  return named(await gigahost.account.apikeys.get({ id: idIn(given, "id") }, options), "key_label");
}

async function describeClient({ gigahost, options }: AskedAccount, given: ParameterValues): Promise<Target | null> {
  return named(await gigahost.account.clients.get({ id: idIn(given, "id") }, options), "client_name");
}

async function describeUser({ gigahost, options }: AskedAccount, given: ParameterValues): Promise<Target | null> {
  return named(await gigahost.account.users.get({ id: idIn(given, "id") }, options), "contact_name");
}

async function describeSshKey({ gigahost, options }: AskedAccount, given: ParameterValues): Promise<Target | null> {
  const { sshkeys } = await gigahost.account.get({}, options);
  return named(
    sshkeys.find(({ key_id }) => same(key_id, given.id)),
    "key_name",
  );
}

async function describePasskey({ gigahost, options }: AskedAccount, given: ParameterValues): Promise<Target | null> {
  const { passkeys } = await gigahost.account.get({}, options);
  return named(
    passkeys.find(({ passkey_id }) => same(passkey_id, given.id)),
    "passkey_name",
  );
}

function named(found: ListedItem | undefined, field: string): Target | null {
  const name = found?.[field];
  return typeof name === "string" && name.trim() !== "" ? target(name.trim(), name.trim()) : null;
}

const target = (what: string, name: string): Target => ({ what, name });

const idIn = (given: ParameterValues, field: string): string => String(given[field]);

const same = (one: unknown, other: unknown): boolean => String(one) === String(other);
