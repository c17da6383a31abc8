import type { Gigahost } from "../../api/gigahost.ts";
import type { ZoneRecord } from "../../api/recipes/records/list-records.ts";
import type { FoundZone } from "../../api/recipes/zone/find-zone.ts";
import type { Attempt } from "../../model/fallible.ts";
import { type Family, recordTypeOf } from "../../model/family.ts";
import { changesFor, type Engine, type PublishOptions, type UpdateAnswer, type UpdateGroup } from "../engine.ts";
import { callLimits } from "./call-limits.ts";
import { type FailedAnswer, failedCall, noZone, withoutEffect } from "./explain-api-failure.ts";
import { listUsable, textIn } from "./list-usable.ts";
import { isAsWanted, setAddresses, type WantedAddresses } from "./set-addresses.ts";
import { findZones, type ZoneList } from "./zone-list.ts";

export interface RecordsOptions {
  /** Made when it is first needed. */
  readonly client: () => Promise<Gigahost>;
  readonly zones: ZoneList;
  /** Of the records that are written, seconds. */
  readonly ttlSeconds: number;
  /** What the user knows the credential by (see `credentialLabel`). */
  readonly credential: string;
  /** Milliseconds since 1970 by the wall clock, to tell a wrong clock from a bad certificate. */
  readonly wallMs: () => number;
}

/**
 * Publishes through the records API: makes the addresses of a name and family exactly the wanted one, touches nothing else,
 * and reads the zone again to see that it happened.
 */
export function createRecordsEngine(settings: RecordsOptions): Engine {
  return {
    name: "records",
    async publish(group, options) {
      const work: RecordsWork = { settings, group, options, answers: [], stop: null };
      try {
        const places = await findZones(settings.zones, group.hostnames, await settings.client(), callOptions(options));
        for (const [zone, names] of places.byZone) await publishZone(zone, names, work);
        for (const hostname of places.withoutZone) answerAll(work, hostname, noZone(hostname, settings.credential));
        failToListZones(places.fault, places.unclear, work);
      } catch (error) {
        failToListZones(error, group.hostnames, work);
      }
      return work.answers;
    },
  };
}

function failToListZones(error: unknown, hostnames: readonly string[], work: RecordsWork): void {
  const failed = failedCall(error, { doing: "list the zones", zone: null, ...circumstances(work) });
  for (const hostname of hostnames) answerAll(work, hostname, failed);
}

/** One group on its way. */
interface RecordsWork {
  readonly settings: RecordsOptions;
  readonly group: UpdateGroup;
  readonly options: PublishOptions;
  readonly answers: UpdateAnswer[];
  /** A failure after which nothing else is tried. */
  stop: FailedAnswer | null;
}

interface HostnameChange extends WantedAddresses {
  readonly hostname: string;
  readonly family: Family;
}

async function publishZone(zone: FoundZone, names: readonly FoundName[], work: RecordsWork): Promise<void> {
  const changes = names.flatMap((name) => changesOf(name, work.group, work.settings.ttlSeconds));
  const listed: ListedOrFailed = work.stop ? { ok: false, failed: work.stop } : await listZone(zone, work);
  if (!listed.ok) {
    for (const change of changes) answer(work, change, listed.failed);
    return;
  }
  const { records } = listed;
  const written: HostnameChange[] = [];
  for (const change of changes) {
    const fault = faultFor(change, listed);
    if (fault !== null) answer(work, change, fault);
    else if (isAsWanted(records, change)) answer(work, change, { result: "nochg", consequence: "done" });
    else if (await write(zone, records, change, work)) written.push(change);
  }
  if (written.length > 0) await confirm(zone, written, work);
}

interface FoundName {
  readonly hostname: string;
  /** Relative to the zone. */
  readonly recordName: string;
}

function changesOf({ hostname, recordName }: FoundName, group: UpdateGroup, ttlSeconds: number): HostnameChange[] {
  const changeOf = (family: Family, address: string | null): HostnameChange => ({
    hostname,
    family,
    name: recordName,
    type: recordTypeOf[family],
    address,
    ttlSeconds,
  });
  const changed = changesFor(group, hostname).map((family) => changeOf(family, group[family]));
  return [...changed, ...group.remove.map((family) => changeOf(family, null))];
}

interface ListedRecords {
  readonly records: readonly ZoneRecord[];
  /** Entries that can't be used, and what that means for a hostname that one of them may belong to. */
  readonly unusable: readonly unknown[];
  readonly fault: FailedAnswer | null;
}

type ListedOrFailed = Attempt<ListedRecords, { readonly failed: FailedAnswer }>;

/** An entry at fault concerns the name and type that it tells; one that tells nothing may be anybody's. */
function faultFor({ name, type }: HostnameChange, { unusable, fault }: ListedRecords): FailedAnswer | null {
  const isOrMayBe = (entry: unknown, field: string, wanted: string) =>
    (textIn(entry, field) ?? wanted).toLowerCase() === wanted.toLowerCase();
  const concerns = (entry: unknown) => isOrMayBe(entry, "record_name", name) && isOrMayBe(entry, "record_type", type);
  return unusable.some(concerns) ? fault : null;
}

async function listZone(zone: FoundZone, work: RecordsWork): Promise<ListedOrFailed> {
  const fail = (error: unknown) => failedCall(error, { doing: "list the records", zone, ...circumstances(work) });
  try {
    const { toZoneRecord } = await import("../../api/recipes/records/list-records.ts");
    const client = await work.settings.client();
    const call = client.dns.listRecords({ zone_id: zone.zoneId }, callOptions(work.options));
    const { entries, unusable, fault } = await listUsable(call);
    return { ok: true, records: entries.map(toZoneRecord), unusable, fault: fault && fail(fault) };
  } catch (error) {
    return { ok: false, failed: note(work, fail(error)) };
  }
}

/** Whether something was written that is now to be confirmed; a failure is answered at once. */
async function write(
  zone: FoundZone,
  records: readonly ZoneRecord[],
  change: HostnameChange,
  work: RecordsWork,
): Promise<boolean> {
  if (work.stop) {
    answer(work, change, work.stop);
    return false;
  }
  try {
    await setAddresses(await work.settings.client(), zone.zoneId, records, change, callOptions(work.options));
    return true;
  } catch (error) {
    const failed = failedCall(error, { doing: "change the records", zone, ...circumstances(work) });
    answer(work, change, note(work, failed));
    return false;
  }
}

/** The server may say yes and do nothing: only the list counts. */
async function confirm(zone: FoundZone, written: readonly HostnameChange[], work: RecordsWork): Promise<void> {
  const listed = await listZone(zone, work);
  for (const change of written) {
    const fault = listed.ok ? faultFor(change, listed) : listed.failed;
    if (fault !== null) answer(work, change, fault);
    else if (listed.ok && isAsWanted(listed.records, change))
      answer(work, change, { result: "good", consequence: "done" });
    else answer(work, change, withoutEffect(change.hostname, change.type));
  }
}

/** Keeps a failure that would meet every other hostname too. */
function note(work: RecordsWork, failed: FailedAnswer): FailedAnswer {
  const { consequence, retryAfterMs } = failed;
  const stops =
    /^(hold-account|back-off-account|wait-for-clock|interrupted)$/.test(consequence) || (retryAfterMs ?? null) !== null;
  if (stops) work.stop ??= failed;
  return failed;
}

function answer(
  work: RecordsWork,
  { hostname, family }: Pick<HostnameChange, "hostname" | "family">,
  said: FailedAnswer,
): void {
  work.answers.push({ hostname, family, reason: null, retryAfterMs: null, ...said });
}

function answerAll(work: RecordsWork, hostname: string, said: FailedAnswer): void {
  for (const family of [...changesFor(work.group, hostname), ...work.group.remove]) {
    const told = work.answers.some((each) => each.hostname === hostname && each.family === family);
    if (!told) answer(work, { hostname, family }, said);
  }
}

function circumstances({ settings, options }: RecordsWork) {
  return { credential: settings.credential, wallMs: settings.wallMs(), signal: options.signal };
}

function callOptions({ signal, onRequest }: PublishOptions) {
  return { ...callLimits, signal, onRequest };
}
