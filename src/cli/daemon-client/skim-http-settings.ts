import { defaultStateDir } from "../../config/values/default-state-dir.ts";
import { parseListenAddress } from "../../config/values/listen-address.ts";
import type { PublicPart } from "../../model/settings/public-part.ts";
import type { HttpSettings } from "../../status/guard/http-settings.ts";

/** Where the daemon of a configuration is to be asked; `http` null: nowhere. */
export interface DaemonSettings {
  readonly http: HttpSettings | null;
  readonly stateDir: string;
}

const defaultListen = "127.0.0.1:8245";

/**
 * Reads the few settings that matter here from a configuration written the plain way, without a YAML parser: loading one
 * would take longer than everything else that `status` and `healthcheck` do. Null: not sure, read it properly.
 */
export function skimHttpSettings(
  text: string | null,
  environment: NodeJS.ProcessEnv,
  file: string | null = null,
): DaemonSettings | null {
  const sections = splitSections(text ?? "");
  const http = sections && skimHttp(sections.get("http"));
  const stateDir = sections && skimStateDir(sections.get("state_dir"), defaultStateDir(file, environment));
  if (!http || !stateDir) return null;
  const listen = environment.GIGAHOST_DDNS_LISTEN || (http === "none" ? null : http.listen);
  const givenDir = environment.GIGAHOST_DDNS_STATE_DIR || stateDir;
  if (!givenDir.startsWith("/")) return null;
  if (http === "none") return listen === null ? { http: null, stateDir: givenDir } : null;
  const address = listen === null ? null : parseListenAddress(listen);
  if (address === null) return null;
  return {
    http: { ...address, tokenFile: http.tokenFile, hosts: http.hosts, public: http.public },
    stateDir: givenDir,
  };
}

/** The lines of each top-level key; null for what isn't a plain block mapping. */
function splitSections(text: string): Map<string, string[]> | null {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    if (/^( |- |-$)/.test(line)) {
      current.push(line);
      continue;
    }
    const [, key, value] = /^([a-z0-9_]+):(?: +([^ ].*)?)?$/.exec(line) ?? [];
    if (key === undefined || sections.has(key)) return null;
    current = [value ?? ""];
    sections.set(key, current);
  }
  return sections;
}

function skimStateDir(lines: readonly string[] | undefined, unset: string): string | null {
  if (!lines) return unset;
  return lines.length === 1 ? (/^(\/[\w./-]*)( +#.*)?$/.exec(lines[0] ?? "")?.[1] ?? null) : null;
}

interface PlainHttp {
  readonly listen: string;
  readonly tokenFile: string | null;
  readonly hosts: readonly string[];
  readonly public: readonly PublicPart[];
}

const word = "[\\w./:-]*[\\w./-]";
const list = `\\[(?: *${word}(?: *, *${word})*)? *\\]`;
const entry = new RegExp(`^(?:(listen|token_file): +(${word})|(hosts|public): +(${list}))$`);

function skimHttp(lines: readonly string[] | undefined): PlainHttp | "none" | null {
  const entries = lines ? httpEntries(lines) : new Map<string, string>();
  if (entries === null || entries === "none") return entries;
  const tokenFile = entries.get("token_file") ?? "null";
  if (tokenFile !== "null" && !tokenFile.startsWith("/")) return null;
  return {
    listen: entries.get("listen") ?? defaultListen,
    tokenFile: tokenFile === "null" ? null : tokenFile,
    hosts: words(entries.get("hosts") ?? "[]"),
    public: words(entries.get("public") ?? "[healthz]") as PublicPart[], // a word that is none opens nothing
  };
}

/** The entries of the `http` section, written as a block or in one line of braces. */
function httpEntries([value = "", ...block]: readonly string[]): Map<string, string> | "none" | null {
  const head = value.replace(/(^|(?<! ) +)#.*/s, "").trim();
  if (block.length === 0 && head === "false") return "none";
  const braces = /^\{(.*)\}$/.exec(head)?.[1];
  if (braces === undefined ? head !== "" : block.length > 0) return null;
  const written = braces === undefined ? block : splitOutsideBrackets(braces);
  const entries = new Map<string, string>();
  for (const text of written) {
    const match = entry.exec(text.replace(/(?<! ) +#.*/s, "").trim());
    const key = match?.[1] ?? match?.[3];
    if (key === undefined || entries.has(key)) return null;
    entries.set(key, match?.[2] ?? match?.[4] ?? "");
  }
  return entries.size > 0 ? entries : null;
}

/** At every comma that stands in no list. */
function splitOutsideBrackets(text: string): string[] {
  const parts: string[] = [];
  let inList = false;
  for (const part of text.split(",")) {
    parts.push(inList ? `${parts.pop()},${part}` : part);
    if (/[[\]]/.test(part)) inList = part.lastIndexOf("[") > part.lastIndexOf("]");
  }
  return parts;
}

function words(bracketed: string): string[] {
  return bracketed
    .slice(1, -1)
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
}
