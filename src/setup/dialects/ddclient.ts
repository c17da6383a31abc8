import type { Family } from "../../model/family.ts";
import { type Dialect, type Imported, type ImportedName, nothingImported } from "../imported.ts";
import { readCredential } from "../read-credential.ts";
import { readDdclientLines } from "./ddclient-lines.ts";
import { commandSource, isGigahost, readSeconds, readTtl, webSource } from "./words.ts";

/** ddclient's `ddclient.conf`, versions 3 and 4. */
export const ddclient: Dialect = {
  name: "ddclient",
  usualFile: "/etc/ddclient.conf",
  read: async (text) => {
    const { hosts, globals } = parse(text);
    if (hosts.length === 0) return { ok: false, reason: "it contains no hostname; is it a ddclient.conf?" };
    return { ok: true, imported: importHosts(hosts, globals) };
  },
};

type HostSettings = ReadonlyMap<string, string>;

interface Host {
  readonly name: string;
  readonly settings: HostSettings;
}

/** A line of settings applies to what follows; one that ends with names makes hosts of them. */
function parse(text: string): { readonly hosts: readonly Host[]; readonly globals: HostSettings } {
  const globals = new Map<string, string>();
  const hosts: Host[] = [];
  for (const { settings, names } of readDdclientLines(text)) {
    if (names.length === 0) for (const [key, value] of settings) globals.set(key, value);
    else for (const name of names) hosts.push({ name, settings: new Map([...globals, ...settings]) });
  }
  const hasName = hosts.some(({ name }) => name.includes("."));
  return { hosts: hasName ? hosts : [], globals };
}

function importHosts(hosts: readonly Host[], globals: HostSettings): Imported {
  const notes = new Set<string>();
  const names = hosts.map((host): ImportedName => describeHost(host, notes));
  const every = globals.get("daemon") ?? hosts.find(({ settings }) => settings.has("daemon"))?.settings.get("daemon");
  const keys = [...globals.keys(), ...hosts.flatMap(({ settings }) => [...settings.keys()])];
  for (const key of new Set(keys)) noteSetting(key, notes);
  return {
    ...nothingImported,
    names,
    everySeconds: every === undefined ? null : readSeconds(every),
    notes: [...notes],
  };
}

function describeHost({ name, settings }: Host, notes: Set<string>): ImportedName {
  const atGigahost = isGigahost(`${settings.get("server") ?? ""} ${settings.get("protocol") ?? ""}`);
  const families = familiesOf(settings);
  const sourcesOf = (family: Family) => (families.includes(family) ? sourceOf(settings, family, notes) : null);
  return {
    name,
    families,
    suffix: null,
    ttlSeconds: readTtl(settings.get("ttl")),
    atGigahost,
    provider: settings.get("server") ?? settings.get("protocol") ?? "dyndns2",
    sources: { ipv4: sourcesOf("ipv4"), ipv6: sourcesOf("ipv6") },
    credential: atGigahost
      ? readCredential({ username: settings.get("login"), password: settings.get("password") })
      : null,
  };
}

const isOff = (use: string) => /^(?:no|disabled)$/.test(use);

/** How it learns the address of a family; null: not at all. */
function useOf(settings: HostSettings, family: Family): string | null {
  const ending = family === "ipv4" ? "v4" : "v6";
  const own = settings.get(`use${ending}`) ?? [`web${ending}`, `if${ending}`].find((key) => settings.has(key));
  if (own !== undefined) return isOff(own) ? null : own;
  const both = settings.get("use") ?? guessUse(settings);
  if (family === "ipv6") return settings.get("ipv6") === "yes" && !isOff(both) ? both : null;
  return isOff(both) ? null : both;
}

/** Where no `use` says so, what else is set does; `usev6` alone means IPv6 alone. */
function guessUse(settings: HostSettings): string {
  if (settings.has("usev4") || settings.has("usev6")) return "no";
  return ["web", "if", "ip"].find((key) => settings.has(key)) ?? "web";
}

const familiesOf = (settings: HostSettings): readonly Family[] =>
  (["ipv4", "ipv6"] as const).filter((family) => useOf(settings, family) !== null);

/** Null: `auto`. */
function sourceOf(settings: HostSettings, family: Family, notes: Set<string>): readonly string[] | null {
  const ending = family === "ipv4" ? "v4" : "v6";
  const use = useOf(settings, family) ?? "";
  const kind = use.replace(/v[46]$/, "");
  const value = settings.get(`${kind}${ending}`) ?? settings.get(kind) ?? "";
  switch (kind) {
    case "if":
      return [`interface:${value}`];
    case "cmd":
      return value === "" ? null : [commandSource(value)];
    case "ip":
      return [`static:${value}`];
    case "web":
      return value === "" ? null : readWeb(value, notes);
    default:
      notes.add(`use=${use}: the router's status page is not read; auto asks the router by NAT-PMP, PCP and UPnP`);
      return null;
  }
}

/** A name stands for one of ddclient's own services. */
function readWeb(value: string, notes: Set<string>): readonly string[] | null {
  const known = services[value];
  if (known === undefined && !value.includes(".")) {
    notes.add(`web=${value}: auto asks other services`);
    return null;
  }
  const source = webSource(known ?? value, notes);
  return source === null ? null : [source, "auto"];
}

const services: Readonly<Record<string, string>> = {
  dyndns: "http://checkip.dyndns.org/",
  freedns: "https://freedns.afraid.org/dynamic/check.php",
  he: "https://checkip.dns.he.net/",
  "ip4only.me": "https://ip4only.me/api/",
  "ip6only.me": "https://ip6only.me/api/",
  "ipify-ipv4": "https://api.ipify.org/",
  "ipify-ipv6": "https://api6.ipify.org/",
  loopia: "https://dns.loopia.se/checkip/checkip.php",
  myonlineportal: "https://myonlineportal.net/checkip",
  "noip-ipv4": "http://ip1.dynupdate.no-ip.com/",
  "noip-ipv6": "http://ip1.dynupdate6.no-ip.com/",
  "nsupdate.info-ipv4": "http://ipv4.nsupdate.info/myip",
  "nsupdate.info-ipv6": "http://ipv6.nsupdate.info/myip",
  zoneedit: "https://dynamic.zoneedit.com/checkip.html",
};

/** What is carried over, or says nothing that would matter here. */
const known = new Set(
  (
    "login password protocol server script daemon ttl ssl syslog pid cache quiet verbose debug foreground use usev4 usev6 ipv4 ipv6 " +
    "web webv4 webv6 if ifv4 ifv6 ip cmd cmdv4 cmdv6 fw fwv4 fwv6 retry zone"
  ).split(" "),
);

const advice: Readonly<Record<string, string>> = {
  mail: "mail: a channel under notify sends mail, as in smtp://user:password@host:587/?from=…&to=…",
  "mail-failure": "mail-failure: a channel under notify with on: [trouble, held] reports failures",
  postscript: "postscript: a channel command:PROGRAM under notify with on: [changed] runs a program after a change",
  "max-interval":
    "max-interval: nothing is sent for an unchanged address; verify checks every hour that it is still there",
  "min-interval": "min-interval: max_updates_per_hour limits how often a hostname is updated",
  proxy: "proxy: HTTPS_PROXY or account.proxy is only for the API; detection never uses a proxy",
  wildcard: 'wildcard: a wildcard is a hostname of its own, as in "*.home.example.no"',
  mx: "mx: `gigahost-ddns record set` makes MX records",
};

function noteSetting(key: string, notes: Set<string>): void {
  if (known.has(key)) return;
  const skip = "the public address in an answer is found without it";
  notes.add(advice[key] ?? (/^(?:web|fw|cmd).*-skip$/.test(key) ? `${key}: ${skip}` : `${key}: no equivalent here`));
}
