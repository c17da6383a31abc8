import { NotFoundError, ServerError } from "../api/errors.ts";
import type { Gigahost } from "../api/gigahost.ts";
import type { CallOptions } from "../api/gigahost-options.ts";
import { listRecords, type ZoneRecord } from "../api/recipes/records/list-records.ts";
import { compareRrset, hasValue, type RrsetStep, rrsetOf } from "../api/recipes/records/plan-rrset.ts";
import { changeRrset, requirePossible } from "../api/recipes/records/set-rrset.ts";
import { findZone } from "../api/recipes/zone/find-zone.ts";
import { toAsciiName } from "../api/values/ascii-name.ts";
import type { Clock } from "../platform/clock.ts";

/** Where the TXT records of a challenge stand: at its name, or where a CNAME there leads to inside the account. */
interface ChallengePlace {
  readonly zoneId: string;
  readonly zoneName: string;
  /** Relative to the zone. */
  readonly name: string;
  readonly fullName: string;
  readonly records: readonly ZoneRecord[];
}

export interface ChallengeOptions extends CallOptions {
  readonly clock: Clock;
}

const ttlSeconds = 60;
/** As a resolver follows them. */
const maxCnames = 8;
/** Another program may write to the zone at the same time, which the server answers with 500. */
const maxAttempts = 4;
const pauseMs = 1_500;

/** Adds a value to a challenge, beside those that are there. Gives the name where it stands; nothing is sent where it is there. */
export async function presentChallenge(
  gigahost: Gigahost,
  name: string,
  value: string,
  options: ChallengeOptions,
): Promise<{ readonly fullName: string; readonly zoneName: string }> {
  return again(options, async () => {
    const place = await findChallengePlace(gigahost, name, options);
    const rrset = { name: place.name, type: "TXT", values: [value], ttlSeconds: undefined };
    requirePossible("acme", place.records, rrset);
    const plan = (records: readonly ZoneRecord[]) =>
      compareRrset(records, rrset).missing.map((missing): RrsetStep => ({ kind: "add", value: missing, ttlSeconds }));
    const work = { gigahost, zoneId: place.zoneId, rrset, options };
    await changeRrset(work, rrsetOf(place.records, place.name, "TXT"), plan);
    return place;
  });
}

/** Deletes exactly that value of a challenge; one that is gone already is fine. */
export async function cleanUpChallenge(
  gigahost: Gigahost,
  name: string,
  value: string,
  options: ChallengeOptions,
): Promise<void> {
  await again(options, async () => {
    const place = await findChallengePlace(gigahost, name, options);
    const rrset = { name: place.name, type: "TXT", values: [value] };
    const plan = (records: readonly ZoneRecord[]) =>
      records.filter((record) => hasValue(record, value)).map((record): RrsetStep => ({ kind: "delete", record }));
    const work = { gigahost, zoneId: place.zoneId, rrset, options };
    await changeRrset(work, rrsetOf(place.records, place.name, "TXT"), plan);
  });
}

/** Where the TXT records of a challenge are to stand. Rejects where no zone of the account holds the name. */
export async function findChallengePlace(
  gigahost: Gigahost,
  name: string,
  options: CallOptions,
): Promise<ChallengePlace> {
  let fullName = name;
  for (let followed = 0; followed <= maxCnames; followed++) {
    const zone = await findZone(gigahost, fullName, options);
    const records = await listRecords(gigahost, zone.zoneId, options);
    const [cname] = rrsetOf(records, zone.recordName, "CNAME");
    if (!cname) return { zoneId: zone.zoneId, zoneName: zone.zoneName, name: zone.recordName, fullName, records };
    fullName = toAsciiName(cname.value);
  }
  throw new NotFoundError({
    operation: "acme",
    what: `the CNAME records from ${name} on lead in a circle`,
    whatToDo: "Let the CNAME at _acme-challenge lead to a name without one",
  });
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
