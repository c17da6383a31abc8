import { NotFoundError, ServerError } from "../api/errors.ts";
import type { Gigahost } from "../api/gigahost.ts";
import type { CallOptions } from "../api/gigahost-options.ts";
import { listRecords, type ZoneRecord } from "../api/recipes/records/list-records.ts";
import { compareRrset, hasValue, type RrsetStep, rrsetOf } from "../api/recipes/records/plan-rrset.ts";
import { changeRrset, requirePossible } from "../api/recipes/records/set-rrset.ts";
import { longestSuffix, toNamedZone } from "../api/recipes/zone/find-zone.ts";
import { toAsciiName } from "../api/values/ascii-name.ts";
import type { Clock } from "../platform/clock.ts";

/** Where the TXT records of a challenge are: at its name, or where a CNAME there leads to inside the account. */
interface ChallengePlace {
  readonly zoneId: string;
  /** Relative to the zone. */
  readonly name: string;
  readonly fullName: string;
  readonly records: readonly ZoneRecord[];
}

export interface ChallengeOptions extends CallOptions {
  readonly clock: Clock;
}

export interface PresentOptions extends ChallengeOptions {
  /** Called with where the value will be, before it is sent; what is never noted is never deleted. */
  readonly onPlace?: (fullName: string) => Promise<void>;
}

const ttlSeconds = 60;
/** As a resolver follows them. */
const maxCnames = 8;
/** Another program may write to the zone at the same time, which the server answers with 500. */
const maxAttempts = 4;
const pauseMs = 1_500;

/** Adds a value to a challenge, next to the existing ones. Returns the name where it is; nothing is sent if it already exists. */
export async function presentChallenge(
  gigahost: Gigahost,
  name: string,
  value: string,
  { onPlace, ...options }: PresentOptions,
): Promise<string> {
  return again(options, async () => {
    const place = await createPlaceFinder(gigahost, options)(name);
    const rrset = { name: place.name, type: "TXT", values: [value], ttlSeconds: undefined };
    requirePossible("acme", place.records, rrset);
    await onPlace?.(place.fullName);
    const plan = (records: readonly ZoneRecord[]) =>
      compareRrset(records, rrset).missing.map((missing): RrsetStep => ({ kind: "add", value: missing, ttlSeconds }));
    const work = { gigahost, zoneId: place.zoneId, rrset, options };
    await changeRrset(work, rrsetOf(place.records, place.name, "TXT"), plan);
    return place.fullName;
  });
}

/** Deletes exactly that value of a challenge; one that is gone already is fine. Returns the name where it stood. */
export async function cleanUpChallenge(
  gigahost: Gigahost,
  name: string,
  value: string,
  options: ChallengeOptions,
): Promise<string> {
  return again(options, async () => {
    const place = await createPlaceFinder(gigahost, options)(name);
    const rrset = { name: place.name, type: "TXT", values: [value] };
    const plan = (records: readonly ZoneRecord[]) =>
      records.filter((record) => hasValue(record, value)).map((record): RrsetStep => ({ kind: "delete", record }));
    const work = { gigahost, zoneId: place.zoneId, rrset, options };
    await changeRrset(work, rrsetOf(place.records, place.name, "TXT"), plan);
    return place.fullName;
  });
}

/** Of several challenges the one whose TXT records stand at that name, itself or by a CNAME; null: none. */
export async function findChallengeAt(
  gigahost: Gigahost,
  names: readonly string[],
  asked: string,
  options: CallOptions,
): Promise<string | null> {
  if (names.includes(asked)) return asked;
  const find = createPlaceFinder(gigahost, options);
  for (const name of names) {
    try {
      if ((await find(name)).fullName === asked) return name;
    } catch (error) {
      // One that leads nowhere says nothing of the others.
      if (!(error instanceof NotFoundError)) throw error;
    }
  }
  return null;
}

/** Finds where the TXT records of challenges belong; asks for no zone twice. Rejects where no zone of the account holds the name. */
function createPlaceFinder(gigahost: Gigahost, options: CallOptions): (name: string) => Promise<ChallengePlace> {
  const listed = new Map<string, Promise<readonly ZoneRecord[]>>();
  let zones: ReturnType<Gigahost["dns"]["listZones"]> | null = null;
  const listOnce = (zoneId: string) => {
    const records = listed.get(zoneId) ?? listRecords(gigahost, zoneId, options);
    listed.set(zoneId, records);
    return records;
  };
  return async (name) => {
    zones ??= gigahost.dns.listZones({}, options);
    const named = (await zones).map(toNamedZone);
    let fullName = name;
    for (let followed = 0; followed <= maxCnames; followed++) {
      const zone = longestSuffix(fullName, named);
      if (zone === null) throw new NotFoundError({ operation: "acme", ...explainNoZone(name, fullName) });
      const records = await listOnce(zone.zoneId);
      const [cname] = rrsetOf(records, zone.recordName, "CNAME");
      if (!cname) return { zoneId: zone.zoneId, name: zone.recordName, fullName, records };
      fullName = toAsciiName(cname.value);
    }
    throw new NotFoundError({
      operation: "acme",
      what: `the CNAME records from ${name} form a loop`,
      whatToDo: "Point the CNAME at _acme-challenge to a name that has none",
    });
  };
}

function explainNoZone(name: string, fullName: string): { readonly what: string; readonly whatToDo: string } {
  const hint = "an API key that is limited to zones sees only those";
  if (fullName === name)
    return { what: `no zone of this account contains ${name}`, whatToDo: `Check the name; ${hint}` };
  return {
    what: `the CNAME at ${name} points to ${fullName}, which no zone of this account contains`,
    whatToDo: `Point it to a name in the account, or delete it; ${hint}`,
  };
}

async function again<Result>({ clock, signal }: ChallengeOptions, run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ServerError) || attempt >= maxAttempts || signal?.aborted) throw error;
      await clock.sleep(pauseMs * attempt, signal);
    }
  }
}
