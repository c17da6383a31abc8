import type { Family } from "../../model/family.ts";
import { type Dialect, type ImportedName, nothingImported } from "../imported.ts";
import { webSource } from "./words.ts";

/** ddns-go's `.ddns_go_config.yaml`. */
export const ddnsGo: Dialect = {
  name: "ddns-go",
  usualFile: "~/.ddns_go_config.yaml",
  read: async (text) => {
    const entries = await parse(text);
    if (entries === null) return { ok: false, reason: 'it is not YAML with a list "dnsconf"' };
    const names = entries.flatMap(describeEntry);
    if (names.length === 0) return { ok: false, reason: "no domain in it is enabled" };
    const notes = new Set<string>();
    const sources = { ipv4: sourceOf(entries, "ipv4", notes), ipv6: sourceOf(entries, "ipv6", notes) };
    return { ok: true, imported: { ...nothingImported, names: mergeNames(names), sources, notes: [...notes] } };
  },
};

type Fields = Readonly<Record<string, unknown>>;

async function parse(text: string): Promise<readonly Fields[] | null> {
  const { parse: parseYaml } = await import("yaml");
  try {
    const document: unknown = parseYaml(text, { maxAliasCount: 100 });
    const list = fieldsOf(document).dnsconf;
    return Array.isArray(list) ? list.map(fieldsOf) : null;
  } catch {
    return null;
  }
}

const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {}); // every field is looked at
const textOf = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

function describeEntry(entry: Fields): ImportedName[] {
  const ttl = Number(textOf(entry.ttl));
  const provider = textOf(fieldsOf(entry.dns).name);
  return (["ipv4", "ipv6"] as const).flatMap((family) => {
    const { enable, domains } = fieldsOf(entry[family]);
    if (enable !== true || !Array.isArray(domains)) return [];
    return domains.flatMap((written): ImportedName[] => {
      const name = nameOf(textOf(written));
      if (name === "") return [];
      const ttlSeconds = Number.isInteger(ttl) && ttl >= 30 ? ttl : null;
      return [{ name, families: [family], suffix: null, ttlSeconds, atGigahost: null, provider }];
    });
  });
}

/** `www:example.com` parts the name from its zone; parameters may follow. */
const nameOf = (written: string) => (written.split("?")[0] ?? "").replace(":", ".").replace(/^@\./, "").trim();

/** A name with both families stands twice there. */
function mergeNames(names: readonly ImportedName[]): readonly ImportedName[] {
  const merged = new Map<string, ImportedName>();
  for (const name of names) {
    const known = merged.get(name.name);
    merged.set(name.name, known ? { ...known, families: [...new Set([...known.families, ...name.families])] } : name);
  }
  return [...merged.values()];
}

/** Of the first entry that has the family. */
function sourceOf(entries: readonly Fields[], family: Family, notes: Set<string>): readonly string[] | null {
  const settings = entries.map((entry) => fieldsOf(entry[family])).find(({ enable }) => enable === true);
  if (!settings) return null;
  const kind = textOf(settings.gettype);
  if (kind === "netInterface") return [`interface:${textOf(settings.netinterface)}`];
  if (kind === "cmd") return [`command:${textOf(settings.cmd)}`];
  const urls = textOf(settings.url)
    .split(",")
    .map((url) => webSource(url.trim()));
  if (urls.includes(null)) notes.add(`one of the ${family} URLs uses plain http, and is skipped`);
  const usable = urls.flatMap((url) => url ?? []);
  return usable.length === 0 ? null : [...usable, "auto"];
}
