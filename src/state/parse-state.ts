import { ipVersion } from "../model/addresses/ip-version.ts";
import type { Alternation, LanPrefix, RememberedAddress } from "../model/detection.ts";
import type { Fallible } from "../model/fallible.ts";
import { type Family, families } from "../model/family.ts";
import { isResult } from "../model/result.ts";
import type { RememberedTold } from "../model/state.ts";
import { type AccountHold, emptyState, type Hold, type RememberedName, type State, type Wait } from "../model/state.ts";
import { dayMs, hourMs } from "../model/time/units.ts";

/** The reason why nothing of it can be used. */
export type ParsedState = Fallible<{ readonly state: State }>;

/** No wait lasts longer, whatever a damaged file says. */
const maxWaitMs = 7 * dayMs;
/** As many updates as a name may have in an hour. */
const maxUpdates = 3600;
/** As many addresses as a look remembers to have been left. */
const maxLeft = 16;

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads the text of a state file. One whose outline is not ours is of no use; entries and fields that make no sense are
 * left out, since forgetting one costs one request. Moments in the future of `nowMs` (steady), left by a clock that was
 * wrong, are brought back, so that none blocks for years.
 */
export function parseState(text: string, nowMs: number): ParsedState {
  const file = parseJson(text);
  if (!isJsonObject(file)) return { ok: false, reason: "it is not a JSON object" };
  if (file.version !== 1) return { ok: false, reason: describeVersion(file.version) };
  const wrong = ["account", "addresses", "hostnames", "told"].find(
    (part) => file[part] !== undefined && !isJsonObject(file[part]),
  );
  if (wrong !== undefined) return { ok: false, reason: `its part "${wrong}" is not what this program writes` };
  const account = isJsonObject(file.account) ? readAccount(file.account, nowMs) : emptyState("").account;
  const addresses = readEntries(file.addresses, (family, fields) => readAddress(fields, family, nowMs));
  const hostnames = readEntries(file.hostnames, (family, fields) => readName(fields, family, nowMs));
  const told = readTold(file.told);
  const state = { version: 1 as const, account, addresses, hostnames, ...(told === null ? {} : { told }) };
  return { ok: true, state };
}

function describeVersion(version: unknown): string {
  return typeof version === "number" && version > 1
    ? `it was written by a newer version of this program (format ${version})`
    : "it has no format version";
}

function readAccount(fields: JsonObject, nowMs: number): State["account"] {
  return {
    fingerprint: readText(fields.fingerprint),
    salt: readText(fields.salt) ?? "",
    hold: readAccountHold(fields.hold, nowMs),
    wait: readWait(fields.wait, nowMs),
    dyndnsRefused: fields.dyndnsRefused === true,
    zones: readTexts(fields.zones),
    // Last, as it is written: in another order the file would be written again at each start.
    ...readUnproven(fields.unproven, nowMs),
  };
}

/** Null says that the credential was accepted, and is kept; missing means that nobody has asked yet. */
function readUnproven(value: unknown, nowMs: number): Pick<State["account"], "unproven"> {
  if (value === null) return { unproven: null };
  return isJsonObject(value) ? { unproven: { askedMs: readPast(value.askedMs, nowMs) ?? 0 } } : {};
}

/** By name, then by family; a name without any sensible family is left out. */
function readEntries<Entry>(value: unknown, read: (family: Family, fields: JsonObject) => Entry | null) {
  const entries: [string, Partial<Record<Family, Entry>>][] = [];
  for (const [name, byFamily] of Object.entries(isJsonObject(value) ? value : {})) {
    const found = isJsonObject(byFamily) ? readFamilies(byFamily, read) : {};
    if (Object.keys(found).length > 0) entries.push([name, found]);
  }
  return Object.fromEntries(entries);
}

function readFamilies<Entry>(byFamily: JsonObject, read: (family: Family, fields: JsonObject) => Entry | null) {
  const found: Partial<Record<Family, Entry>> = {};
  for (const family of families) {
    const fields = byFamily[family];
    const entry = isJsonObject(fields) ? read(family, fields) : null;
    if (entry !== null) found[family] = entry;
  }
  return found;
}

function readAddress(fields: JsonObject, family: Family, nowMs: number): RememberedAddress | null {
  const address = readIp(fields.address, family);
  const source = readText(fields.source);
  const seenAt = readTime(fields.seenAt);
  const changedAt = readTime(fields.changedAt) ?? seenAt;
  if (address === null || source === null || seenAt === null || changedAt === null) return null;
  const remembered = { address, source, seenAt, changedAt, looksSinceOther: readCount(fields.looksSinceOther) };
  const alternation = readAlternation(fields.alternation, family, nowMs);
  return alternation === null ? remembered : { ...remembered, alternation };
}

function readAlternation(value: unknown, family: Family, nowMs: number): Alternation | null {
  if (!isJsonObject(value) || !Array.isArray(value.left)) return null;
  const sinceMs = readPast(value.sinceMs, nowMs);
  const left = value.left.slice(-maxLeft).flatMap((entry: unknown) => {
    const address = isJsonObject(entry) ? readIp(entry.address, family) : null;
    const leftMs = isJsonObject(entry) ? readPast(entry.leftMs, nowMs) : null;
    return address === null || leftMs === null ? [] : [{ address, leftMs }];
  });
  return sinceMs === null || left.length === 0 ? null : { left, returns: readCount(value.returns), sinceMs };
}

function readName(fields: JsonObject, family: Family, nowMs: number): RememberedName {
  return {
    published: readIp(fields.published, family),
    publishedAt: readTime(fields.publishedAt),
    unsettledAddress: readIp(fields.unsettledAddress, family),
    result: readResult(fields.result),
    hold: readHold(fields.hold),
    wait: readWait(fields.wait, nowMs),
    refusedAddress: readIp(fields.refusedAddress, family),
    recentUpdatesMs: readMoments(fields.recentUpdatesMs, nowMs),
    lostSinceMs: readPast(fields.lostSinceMs, nowMs),
    lostSeenMs: readPast(fields.lostSeenMs, nowMs),
    unwantedSinceMs: readPast(fields.unwantedSinceMs, nowMs),
    deletionToldMs: readPast(fields.deletionToldMs, nowMs),
  };
}

/** Null if no client has told anything. */
function readTold(value: unknown): Record<string, RememberedTold> | null {
  const entries = Object.entries(isJsonObject(value) ? value : {}).flatMap(([client, fields]) => {
    const at = isJsonObject(fields) ? readTime(fields.at) : null;
    if (at === null || !isJsonObject(fields)) return [];
    const [ipv4, ipv6, prefix] = [readIp(fields.ipv4, "ipv4"), readIp(fields.ipv6, "ipv6"), readPrefix(fields.prefix)];
    const told = { ...(ipv4 && { ipv4 }), ...(ipv6 && { ipv6 }), ...(prefix && { prefix }), at };
    return [[client, told] as const];
  });
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

function readPrefix(value: unknown): LanPrefix | null {
  if (!isJsonObject(value)) return null;
  const address = readIp(value.address, "ipv6");
  const length = readCount(value.length);
  return address === null || length < 1 || length > 127 ? null : { address, length };
}

function readWait(value: unknown, nowMs: number): Wait | null {
  if (!isJsonObject(value) || !isMoment(value.untilMs)) return null;
  const lengthMs = Math.min(Math.max(readNumber(value.lengthMs) ?? 0, 0), maxWaitMs);
  return {
    reason: readText(value.reason) ?? "waiting since before the restart",
    result: readResult(value.result),
    untilMs: Math.min(value.untilMs, nowMs + lengthMs),
    lengthMs,
    attempts: readCount(value.attempts),
    kind: value.kind === "server" ? "server" : "backoff",
  };
}

function readHold(value: unknown): Hold | null {
  if (!isJsonObject(value)) return null;
  const result = readResult(value.result);
  const settings = readText(value.settings);
  const since = readTime(value.since);
  const reason = readText(value.reason);
  if (result === null || settings === null || since === null || reason === null) return null;
  return { reason, result, since, settings };
}

function readAccountHold(value: unknown, nowMs: number): AccountHold | null {
  const hold = readHold(value);
  if (hold === null || !isJsonObject(value)) return null;
  const probes = readCount(value.probes);
  const maxMs = probes === 0 ? hourMs : dayMs;
  const nextProbeMs = isMoment(value.nextProbeMs) ? value.nextProbeMs : nowMs;
  return { ...hold, nextProbeMs: Math.min(nextProbeMs, nowMs + maxMs), probes };
}

function readMoments(value: unknown, nowMs: number): number[] {
  if (!Array.isArray(value)) return [];
  const moments = value.filter(isMoment).map((moment) => Math.min(moment, nowMs));
  return moments.filter((moment) => moment > nowMs - hourMs).slice(-maxUpdates);
}

function readPast(value: unknown, nowMs: number): number | null {
  return isMoment(value) ? Math.min(value, nowMs) : null;
}

function readIp(value: unknown, family: Family): string | null {
  return typeof value === "string" && ipVersion(value) === (family === "ipv4" ? 4 : 6) ? value : null;
}

function readResult(value: unknown) {
  return isResult(value) ? value : null;
}

function readTime(value: unknown): string | null {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : null;
}

function readText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Null if there is no list; what is not a name is left out. */
function readTexts(value: unknown): string[] | null {
  return Array.isArray(value) ? value.flatMap((each) => readText(each) ?? []) : null;
}

function readNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function readCount(value: unknown): number {
  return Number.isSafeInteger(value) ? Math.max(Number(value), 0) : 0;
}

/** Steady time is never negative: it began at 1970 or later. */
function isMoment(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
