import { type GatewayClient, isClientName } from "../../gateway/client.ts";
import { type PasswordCheck, readPasswordHash } from "../../gateway/clients/password.ts";
import { type IpNetwork, parseNetwork } from "../../model/addresses/ip-network.ts";
import type { Family } from "../../model/family.ts";
import { parseHostname } from "../../model/hostname.ts";
import type { WantedName } from "../../model/wanted.ts";
import type { Config, GatewayConfig, UplinkConfig } from "../config.ts";
import { quote } from "../file/fit-scalar.ts";
import { addProblem, type Findings, joinKey } from "../findings.ts";
import type { Settings } from "../schema.ts";
import { parseListenAddress } from "../values/listen-address.ts";
import { resolvePath } from "../values/resolve-path.ts";
import { readClientsFile, type WrittenClient } from "./read-clients-file.ts";
import { placesInFile, readSecret, type SecretReader } from "./read-secrets.ts";
import { resolveHostnames } from "./resolve-hostnames.ts";

/** `gateway`: null where none is configured. */
export interface ResolvedGateway {
  readonly gateway: GatewayConfig | null;
  /** An uplink for each client, in its name. */
  readonly uplinks: Readonly<Record<string, UplinkConfig>>;
  readonly hostnames: readonly WantedName[];
}

export interface GatewayContext {
  readonly reader: SecretReader;
  /** The other uplinks; a client's name is not among them. */
  readonly uplinks: Config["uplinks"];
  /** Where each hostname was given first: none is anybody's twice. */
  readonly firstKeys: Map<string, string>;
  /** Whether passwords are read: whoever only looks needs none. */
  readonly readsSecrets: boolean;
}

/** The gateway with all its clients, each as an uplink of its name whose address is what it told last. */
export async function resolveGateway(
  written: NonNullable<Settings["gateway"]>,
  context: GatewayContext,
): Promise<ResolvedGateway> {
  const { reader } = context;
  const { findings } = reader;
  const address = parseListenAddress(written.listen);
  if (address === null) {
    const message = `expected an address and a port, as in 0.0.0.0:8246 or [::]:8246, not ${quote(written.listen)}`;
    addProblem(findings, "gateway.listen", message);
  }
  const clientsFile = written.clients_file ? resolvePath(written.clients_file, reader) : null;
  const further = clientsFile === null ? [] : await readClientsFile(clientsFile, reader);
  const all = [
    ...written.clients.map((client, index) => ({ client, key: `gateway.clients[${index}]` })),
    ...further.map((client, index) => ({ client, key: `gateway.clients_file[${index}]` })),
  ];
  const clients = new Map<string, GatewayClient>();
  const hostnames: WantedName[] = [];
  const uplinks: Record<string, UplinkConfig> = {};
  for (const { client, key } of all) {
    const isFree = isNameFree(client.name, joinKey(key, "name"), clients, context);
    const resolved = await resolveClient(client, key, context);
    if (!isFree || resolved === null) continue;
    clients.set(client.name, resolved.client);
    uplinks[client.name] = resolved.uplink;
    hostnames.push(...resolved.hostnames);
  }
  return {
    gateway: {
      ...(address ?? { host: "0.0.0.0", port: 0 }),
      tls: resolveTls(written.tls, reader),
      clientsFile,
      clients: [...clients.values()],
      trustedProxies: resolveNetworks(written.trusted_proxies, "gateway.trusted_proxies", findings),
    },
    uplinks,
    hostnames,
  };
}

function isNameFree(
  name: string,
  key: string,
  clients: ReadonlyMap<string, unknown>,
  { reader: { findings }, uplinks }: GatewayContext,
): boolean {
  const fault = () => {
    if (!isClientName(name)) return `expected a name of at most 64 letters, digits, dots, - and _, not ${quote(name)}`;
    if (clients.has(name)) return `there are two clients ${quote(name)}`;
    return Object.hasOwn(uplinks, name)
      ? `there is an uplink ${quote(name)}, and a client is an uplink of the same name: rename one of them`
      : null;
  };
  const problem = fault();
  if (problem !== null) addProblem(findings, key, problem);
  return problem === null;
}

async function resolveClient(
  written: WrittenClient,
  key: string,
  { reader, uplinks, firstKeys, readsSecrets }: GatewayContext,
): Promise<{ client: GatewayClient; uplink: UplinkConfig; hostnames: readonly WantedName[] } | null> {
  const { findings } = reader;
  const { name } = written;
  const networksOf = (part: "from" | "only" | "never") => resolveNetworks(written[part], joinKey(key, part), findings);
  const { default: top } = uplinks;
  const barred = [...networksOf("never"), ...(top?.ipv4.never ?? []), ...(top?.ipv6.never ?? [])];
  const never = barred.length === 0 ? none : barred;
  const only = networksOf("only");
  const from = networksOf("from");
  const acme = resolveAcme(written.acme, joinKey(key, "acme"), findings);
  const uplink = uplinkOf(name, only, never);
  const outerKey = joinKey(key, "hostnames");
  const own = resolveHostnames(written.hostnames, { uplinks: { default: uplink }, findings, outerKey, firstKeys });
  const password = readsSecrets ? await readPassword(written, key, reader) : { kind: "plain" as const, password: "" };
  if (password === null) return null;
  const hostnames = own.map((wanted) => ({ ...wanted, uplink: name }));
  const client = {
    ...{ name, password, only, never, from, acme, query: written.query },
    hostnames: hostnames.map(({ hostname }) => hostname),
  };
  return { client, uplink, hostnames };
}

/** Shared by thousands of clients, of which hardly any has a rule. */
const none: readonly never[] = [];

/** What the client tells is judged as its uplink's answer, too: a rule that was added later holds for what it told before. */
function uplinkOf(name: string, only: readonly IpNetwork[], never: readonly IpNetwork[]): UplinkConfig {
  const sources = [["push", name].join(":")];
  const family = (which: Family) => {
    const ofFamily = (networks: readonly IpNetwork[]) =>
      networks.length === 0 ? none : networks.filter(({ address }) => address.family === which);
    return { enabled: true, sources, confirm: null, only: ofFamily(only), never: ofFamily(never) };
  };
  return { name, interfaceName: null, ipv4: { behindNat: "publish", ...family("ipv4") }, ipv6: family("ipv6") };
}

async function readPassword(written: WrittenClient, key: string, reader: SecretReader): Promise<PasswordCheck | null> {
  const { password, password_file: file, password_hash: hash } = written;
  const { findings } = reader;
  const found = findings.problems.length;
  const read = await readSecret(reader, "the password", placesInFile(reader, `${key}.password`, password, file));
  if (hash !== undefined && hash !== "") {
    const check = readPasswordHash(hash);
    if (check === null)
      addProblem(
        findings,
        joinKey(key, "password_hash"),
        "expected sha256:SALT:HEX; `gigahost-ddns gateway hash` makes it",
      );
    else if (read !== null)
      addProblem(findings, joinKey(key, "password_hash"), "the password is given as well; keep one of the two");
    return check;
  }
  if (read !== null) return { kind: "plain", password: read.value };
  if (findings.problems.length === found)
    addProblem(findings, key, "expected one of the keys password, password_file and password_hash");
  return null;
}

function resolveAcme(names: readonly string[], key: string, findings: Findings): readonly string[] {
  if (names.length === 0) return none;
  return names.flatMap((name, index) => {
    const parsed = parseHostname(name.replace(/^_acme-challenge\./, ""));
    if (parsed.ok) return [parsed.hostname.replace(/^\*\./, "")];
    addProblem(
      findings,
      `${key}[${index}]`,
      `expected a hostname such as www.example.no; ${quote(name)} ${parsed.reason}`,
    );
    return [];
  });
}

function resolveTls(
  { cert_file: cert, key_file: key }: NonNullable<Settings["gateway"]>["tls"],
  reader: SecretReader,
): GatewayConfig["tls"] {
  if (!cert && !key) return null;
  if (cert && key) return { certFile: resolvePath(cert, reader), keyFile: resolvePath(key, reader) };
  addProblem(
    reader.findings,
    `gateway.tls.${cert ? "key_file" : "cert_file"}`,
    "both cert_file and key_file are needed",
  );
  return null;
}

/** Of both families. */
function resolveNetworks(written: readonly string[], key: string, findings: Findings): readonly IpNetwork[] {
  if (written.length === 0) return none;
  return written.flatMap((text, index) => {
    const parsed = parseNetwork(text, text.includes(":") ? "ipv6" : "ipv4");
    if (parsed.ok) return [parsed.network];
    addProblem(findings, `${key}[${index}]`, parsed.reason);
    return [];
  });
}
