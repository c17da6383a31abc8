import type { Family } from "../../model/family.ts";
import type { Dialect, Imported, ImportedName } from "../imported.ts";
import { isGigahost, readSeconds, webSource } from "./words.ts";

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

type Settings = ReadonlyMap<string, string>;

interface Host {
  readonly name: string;
  readonly settings: Settings;
}

/** A line of settings counts for what follows; one that ends with names makes hosts of them. */
function parse(text: string): { readonly hosts: readonly Host[]; readonly globals: Settings } {
  const globals = new Map<string, string>();
  const hosts: Host[] = [];
  for (const line of joinLines(text)) {
    const { settings, names } = parseLine(line);
    if (names.length === 0) for (const [key, value] of settings) globals.set(key, value);
    else for (const name of names) hosts.push({ name, settings: new Map([...globals, ...settings]) });
  }
  return { hosts, globals };
}

/** Without comments; a backslash at the end joins the next line. */
function joinLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map(cutComment);
  const joined: string[] = [];
  let open = "";
  for (const line of lines) {
    const whole = open + line;
    open = /\\\s*$/.test(whole) ? whole.replace(/\\\s*$/, " ") : "";
    if (open === "" && whole.trim() !== "") joined.push(whole.trim());
  }
  return open.trim() === "" ? joined : [...joined, open.trim()];
}

/** Quotes and backslashes keep a `#`. */
function cutComment(line: string): string {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? "";
    if (letter === "\\") at++;
    else if (quote !== "") quote = letter === quote ? "" : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === "#") return line.slice(0, at);
  }
  return line;
}

const setting = /^([A-Za-z][\w-]*)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:[^\s,\\]|\\.)*)\s*,?\s*/;

function parseLine(line: string): { readonly settings: Settings; readonly names: readonly string[] } {
  const settings = new Map<string, string>();
  let rest = line;
  for (let match = setting.exec(rest); match; match = setting.exec(rest)) {
    const [whole, key = "", value = ""] = match;
    settings.set(key.toLowerCase(), unquote(value));
    rest = rest.slice(whole.length);
  }
  const names = rest.split(/[\s,]+/).filter((word) => word.includes("."));
  return { settings, names };
}

function unquote(value: string): string {
  const quoted = /^(["'])([\s\S]*)\1$/.exec(value)?.[2];
  return (quoted ?? value).replace(/\\(.)/g, "$1");
}

function importHosts(hosts: readonly Host[], globals: Settings): Imported {
  const [first] = hosts;
  const settings = hosts.find(({ settings: own }) => isAtGigahost(own))?.settings ?? first?.settings ?? globals;
  const notes = new Set<string>();
  const sources = { ipv4: sourceOf(settings, "ipv4", notes), ipv6: sourceOf(settings, "ipv6", notes) };
  const families = familiesOf(settings);
  const every = globals.get("daemon") ?? settings.get("daemon");
  for (const key of new Set(hosts.flatMap(({ settings: own }) => [...own.keys()]))) noteSetting(key, notes);
  const [login, password] = [settings.get("login"), settings.get("password")];
  return {
    names: hosts.map((host): ImportedName => describeHost(host, families)),
    sources,
    everySeconds: every === undefined ? null : readSeconds(every),
    cron: null,
    credential: isAtGigahost(settings) && login && password ? { username: login, password } : null,
    notify: [],
    heartbeats: [],
    notes: [...notes],
  };
}

function describeHost({ name, settings }: Host, families: readonly Family[]): ImportedName {
  const ttl = Number(settings.get("ttl"));
  return {
    name,
    families,
    suffix: null,
    ttlSeconds: Number.isInteger(ttl) && ttl >= 30 ? ttl : null,
    atGigahost: isAtGigahost(settings),
    provider: settings.get("server") ?? settings.get("protocol") ?? "dyndns2",
  };
}

const isAtGigahost = (settings: Settings) =>
  isGigahost(`${settings.get("server") ?? ""} ${settings.get("protocol") ?? ""}`);

/** `use` means IPv4; IPv6 is there only where it is asked for. */
function familiesOf(settings: Settings): readonly Family[] {
  const isOff = (value: string | undefined) => value === undefined || /^(?:no|disabled)$/.test(value);
  const ipv4 = !isOff(settings.get("usev4") ?? settings.get("use") ?? "web");
  const ipv6 = !isOff(settings.get("usev6")) || settings.get("ipv6") === "yes";
  return [...(ipv4 ? (["ipv4"] as const) : []), ...(ipv6 ? (["ipv6"] as const) : [])];
}

/** Null: `auto`. */
function sourceOf(settings: Settings, family: Family, notes: Set<string>): readonly string[] | null {
  const ending = family === "ipv4" ? "v4" : "v6";
  const use = settings.get(`use${ending}`) ?? (family === "ipv4" ? settings.get("use") : undefined);
  const kind = use?.replace(/v[46]$/, "") ?? "";
  const value = settings.get(`${kind}${ending}`) ?? settings.get(kind) ?? "";
  if (kind === "if") return [`interface:${value}`];
  if (kind === "cmd") return [`command:${value}`];
  if (kind === "ip") return [`static:${value}`];
  if (kind === "fw" || kind.startsWith("fw")) {
    notes.add("the router's status page (use=fw) is not read; auto asks the router by NAT-PMP, PCP and UPnP");
    return null;
  }
  if (kind === "web" && value.includes(".")) {
    const source = webSource(value);
    if (source === null)
      notes.add(`${value} is not used, since it is plain http or needs a parser of its own; auto replaces it`);
    return source === null ? null : [source, "auto"];
  }
  return null;
}

/** What is carried over, or says nothing that would matter here. */
const known = new Set(
  (
    "login password protocol server script daemon ttl ssl syslog pid cache quiet verbose debug foreground use usev4 usev6 ipv4 ipv6 " +
    "web webv4 webv6 if ifv4 ifv6 ip ipv4 ipv6 cmd cmdv4 cmdv6 fw fwv4 fwv6 retry"
  ).split(" "),
);

const advice: Readonly<Record<string, string>> = {
  mail: "mail: a channel under notify sends mail, as in smtp://user:password@host:587/?from=…&to=…",
  "mail-failure": "mail-failure: a channel under notify with on: [trouble, held] reports failures",
  postscript: "postscript: a channel command:PROGRAM under notify with on: [changed] runs a program after a change",
  "max-interval":
    "max-interval: nothing is sent for an unchanged address; verify checks every hour that it is still there",
  "min-interval": "min-interval: max_updates_per_hour limits how often a hostname is updated",
  "web-skip": "web-skip: the public address in an answer is found without it",
  proxy: "proxy: HTTPS_PROXY or account.proxy is only for the API; detection never uses a proxy",
};

function noteSetting(key: string, notes: Set<string>): void {
  if (known.has(key)) return;
  notes.add(
    advice[key] ?? (/^(?:web|fw).*-skip$/.test(key) ? (advice["web-skip"] ?? key) : `${key}: no equivalent here`),
  );
}
