import { type Dialect, type ImportedName, nothingImported } from "../imported.ts";
import { commandSource, readTtl, webSource } from "./words.ts";

/** ddns-go's `.ddns_go_config.yaml`. */
export const ddnsGo: Dialect = {
  name: "ddns-go",
  usualFile: "~/.ddns_go_config.yaml",
  read: async (text) => {
    const document = await parse(text);
    const entries = document && listEntries(document);
    if (!entries) return { ok: false, reason: 'it is not YAML with a list "dnsconf"' };
    const notes = new Set<string>();
    const names = entries.flatMap((entry) => describeEntry(entry, notes));
    if (names.length === 0) return { ok: false, reason: "no domain in it is enabled" };
    if (textOf(fieldsOf(document.webhook).webhookurl) !== "")
      notes.add("webhook: a channel webhook+https://HOST/PATH under notify reports changes and failures");
    return { ok: true, imported: { ...nothingImported, names, notes: [...notes] } };
  },
};

type DdnsGoFields = Readonly<Record<string, unknown>>;

async function parse(text: string): Promise<DdnsGoFields | null> {
  const { parse: parseYaml } = await import("yaml");
  try {
    return fieldsOf(parseYaml(text, { maxAliasCount: 100 }));
  } catch {
    return null;
  }
}

/** Before version 5 there was one entry, which was the file. */
function listEntries(document: DdnsGoFields): readonly DdnsGoFields[] | null {
  if (Array.isArray(document.dnsconf)) return document.dnsconf.map(fieldsOf);
  return document.dns !== undefined && (document.ipv4 ?? document.ipv6) !== undefined ? [document] : null;
}

const fieldsOf = (value: unknown): DdnsGoFields =>
  typeof value === "object" && value !== null ? (value as DdnsGoFields) : {}; // every field is looked at
const textOf = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

function describeEntry(entry: DdnsGoFields, notes: Set<string>): ImportedName[] {
  const provider = textOf(fieldsOf(entry.dns).name);
  if (textOf(entry.httpinterface) !== "")
    notes.add(`httpinterface: an uplink with "interface" sends what it asks out of that one`);
  return (["ipv4", "ipv6"] as const).flatMap((family) => {
    const settings = fieldsOf(entry[family]);
    if (settings.enable !== true || !Array.isArray(settings.domains)) return [];
    const sources = { ipv4: null, ipv6: null, [family]: sourceOf(settings, notes) };
    return settings.domains.flatMap((written): ImportedName[] => {
      const name = nameOf(textOf(written));
      const described = { families: [family], suffix: null, ttlSeconds: readTtl(entry.ttl), sources, credential: null };
      return name === "" ? [] : [{ name, ...described, atGigahost: null, provider }];
    });
  });
}

/** `www:example.com` parts the name from its zone; parameters may follow. */
const nameOf = (written: string) => (written.split("?")[0] ?? "").replace(":", ".").replace(/^@\./, "").trim();

function sourceOf(settings: DdnsGoFields, notes: Set<string>): readonly string[] | null {
  const kind = textOf(settings.gettype);
  const pattern = textOf(settings.ipv6reg);
  if (pattern !== "" && kind === "netInterface")
    notes.add(`ipv6reg ${pattern}: only and never, networks under ipv6, say which addresses are published`);
  if (kind === "netInterface") return [`interface:${textOf(settings.netinterface)}`];
  const command = textOf(settings.cmd);
  if (kind === "cmd") return command === "" ? null : [commandSource(command)];
  const usable = textOf(settings.url)
    .split(",")
    .flatMap((url) => (url.trim() === "" ? [] : (webSource(url.trim(), notes) ?? [])));
  return usable.length === 0 ? null : [...usable, "auto"];
}
