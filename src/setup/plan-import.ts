import { parseSource } from "../detect/parse-source.ts";
import { type Family, families } from "../model/family.ts";
import { parseHostname } from "../model/hostname.ts";
import type { Credential } from "../model/settings/credential.ts";
import { readChannel } from "../notify/read-channel.ts";
import { validateSchedule } from "../schedule/validate-schedule.ts";
import { type AssignedName, assignUplinks, type PlannedUplink } from "./assign-uplinks.ts";
import type { Imported, ImportedName } from "./imported.ts";
import { describeEvery } from "./schedule.ts";

/** What is written of another program's file: only what is valid here, and a remark for all else. */
export interface ConfigImportPlan {
  readonly names: readonly AssignedName[];
  /** The first is `default`. */
  readonly uplinks: readonly PlannedUplink[];
  /** Null: the file has none. */
  readonly credential: Credential | null;
  /** A cron expression; null: the usual schedule. */
  readonly schedule: string | null;
  /** Whether it stands for an interval, and not for moments of its own. */
  readonly isInterval: boolean;
  readonly ttlSeconds: number | null;
  readonly notify: readonly string[];
  readonly heartbeats: readonly string[];
  /** What is not carried over, one line each. */
  readonly remarks: readonly string[];
}

export async function planImport(imported: Imported): Promise<ConfigImportPlan> {
  const remarks = new Set<string>();
  const merged = mergeNames(chooseNames(imported.names, remarks), remarks);
  const names = keepOneAccount(merged, remarks).map((name) => checkSources(name, remarks));
  for (const note of imported.notes) remarks.add(`Not carried over: ${note}`);
  return {
    ...assignUplinks(names),
    credential: names.find(({ credential }) => credential !== null)?.credential ?? null,
    schedule: await chooseSchedule(imported, remarks),
    isInterval: imported.cron === null,
    ttlSeconds: chooseTtl(names, remarks),
    notify: keepKnownChannels(imported.notify, remarks),
    heartbeats: imported.heartbeats,
    remarks: [...remarks],
  };
}

/** Where several providers are served, Gigahost's names; where none is, all: people come from elsewhere. */
function chooseNames(names: readonly ImportedName[], remarks: Set<string>): readonly ImportedName[] {
  const usable = names.filter(({ name }) => parseHostname(name).ok);
  const own = usable.filter(({ atGigahost }) => atGigahost === true);
  const taken = own.length === 0 ? usable : own;
  for (const { name, provider } of usable) {
    if (own.length > 0 && !own.some((other) => asKey(other.name) === asKey(name)))
      remarks.add(`Not at Gigahost: ${name} (${provider})`);
  }
  for (const { name, provider } of names) {
    const parsed = parseHostname(name);
    if (!parsed.ok) remarks.add(`Not a hostname: ${name} (${provider}) ${parsed.reason}`);
  }
  return taken;
}

function asKey(name: string): string {
  const parsed = parseHostname(name);
  return parsed.ok ? parsed.hostname : name;
}

/** Many programs have an entry for each family of a name. */
function mergeNames(names: readonly ImportedName[], remarks: Set<string>): readonly ImportedName[] {
  const merged = new Map<string, ImportedName>();
  for (const name of names) {
    const key = asKey(name.name);
    const known = merged.get(key);
    if (known && hasOtherSources(known, name))
      remarks.add(`Not carried over: the sources of the further entry of ${name.name}; the first entry's are used`);
    merged.set(key, known ? mergeTwo(known, name) : name);
  }
  return [...merged.values()];
}

const hasOtherSources = (known: ImportedName, further: ImportedName) =>
  families.some((family) => {
    const [one, other] = [known.sources[family], further.sources[family]];
    return one !== null && other !== null && String(one) !== String(other);
  });

function mergeTwo(known: ImportedName, further: ImportedName): ImportedName {
  const sourcesOf = (family: Family) => known.sources[family] ?? further.sources[family];
  return {
    ...known,
    families: families.filter((family) => known.families.includes(family) || further.families.includes(family)),
    suffix: known.suffix ?? further.suffix,
    ttlSeconds: known.ttlSeconds ?? further.ttlSeconds,
    sources: { ipv4: sourcesOf("ipv4"), ipv6: sourcesOf("ipv6") },
    credential: known.credential ?? further.credential,
  };
}

/** One daemon serves one account: the first one's. */
function keepOneAccount(names: readonly ImportedName[], remarks: Set<string>): readonly ImportedName[] {
  const first = names.find(({ credential }) => credential !== null)?.credential ?? null;
  return names.filter(({ name, credential }) => {
    const isSame = credential === null || JSON.stringify(credential) === JSON.stringify(first);
    if (!isSame) remarks.add(`Of another account: ${name}; a second account has a configuration of its own`);
    return isSame;
  });
}

/** What can't be a source of that family here is replaced by `auto`. */
function checkSources(name: ImportedName, remarks: Set<string>): ImportedName {
  const check = (family: Family) =>
    name.families.includes(family) && name.sources[family]?.every((uri) => canAnswer(uri, family, remarks)) !== false
      ? name.sources[family]
      : null;
  return { ...name, sources: { ipv4: check("ipv4"), ipv6: check("ipv6") } };
}

function canAnswer(uri: string, family: Family, remarks: Set<string>): boolean {
  const parsed = parseSource(uri);
  if (parsed.ok && parsed.spec.families.includes(family)) return true;
  const reason = parsed.ok ? `${parsed.spec.uri} has no ${family} address` : parsed.reason;
  remarks.add(`Not carried over: ${reason}; auto replaces it`);
  return false;
}

async function chooseSchedule({ cron, everySeconds }: Imported, remarks: Set<string>): Promise<string | null> {
  if (cron === null) return everySeconds === null ? null : describeEvery(everySeconds);
  const reason = await validateSchedule(cron);
  if (reason === null) return cron;
  remarks.add(`Not carried over: the schedule ${cron}: ${reason}`);
  return null;
}

/** One for all: the first that is given. */
function chooseTtl(names: readonly ImportedName[], remarks: Set<string>): number | null {
  const ttl = names.find(({ ttlSeconds }) => ttlSeconds !== null)?.ttlSeconds ?? null;
  for (const { name, ttlSeconds } of names) {
    if (ttlSeconds !== null && ttlSeconds !== ttl)
      remarks.add(`Not carried over: ttl ${ttlSeconds} of ${name}; one ttl applies to all names`);
  }
  return ttl === null ? null : Math.min(ttl, 604_800);
}

function keepKnownChannels(urls: readonly string[], remarks: Set<string>): readonly string[] {
  return urls.filter((url) => {
    const read = readChannel(url, () => null);
    if (!read.ok) remarks.add(`Not carried over: one of the notice URLs: ${read.reason}`);
    return read.ok;
  });
}
