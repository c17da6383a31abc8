import type { Gigahost } from "../../api/gigahost.ts";
import type { CallOptions } from "../../api/gigahost-options.ts";
import { listRecords, type ZoneRecord } from "../../api/recipes/records/list-records.ts";
import { canonicalAddress } from "../../model/address.ts";
import { recordTypeOf } from "../../model/family.ts";
import { messageOf } from "../../platform/error-message.ts";
import type { PublishOptions } from "../engine.ts";
import { callLimits } from "../engines/call-limits.ts";
import { findZones, type ZoneList } from "../engines/zone-list.ts";
import type { ServerAnswer } from "./ask-name-server.ts";
import type { PublishedName } from "./judge-answers.ts";
import type { ReadStoredAddresses } from "./verify-names.ts";

export interface StoredReaderOptions {
  readonly client: () => Promise<Gigahost>;
  readonly zones: ZoneList;
  readonly onRequest: PublishOptions["onRequest"];
}

/** Reads what the records API has of some names: one request per zone. */
export function createStoredReader({ client, zones, onRequest }: StoredReaderOptions): ReadStoredAddresses {
  return async (names, signal) => {
    const options = { ...callLimits, signal, onRequest };
    try {
      const found = await readZones(await client(), zones, names, options);
      return names.map((name) => found.get(name.hostname)?.(name) ?? none("no zone of the account contains the name"));
    } catch (error) {
      return names.map(() => none(messageOf(error)));
    }
  };
}

/** By hostname: how to read the addresses of a name out of its zone. */
async function readZones(
  client: Gigahost,
  zones: ZoneList,
  names: readonly PublishedName[],
  options: CallOptions,
): Promise<Map<string, (name: PublishedName) => ServerAnswer>> {
  const hostnames = [...new Set(names.map(({ hostname }) => hostname))];
  const { byZone } = await findZones(zones, hostnames, client, options);
  const readers = new Map<string, (name: PublishedName) => ServerAnswer>();
  for (const [zone, members] of byZone) {
    const records = await listRecords(client, zone.zoneId, options);
    for (const { hostname, recordName } of members) {
      readers.set(hostname, ({ family }) => addressesOf(records, recordName, recordTypeOf[family]));
    }
  }
  return readers;
}

function addressesOf(records: readonly ZoneRecord[], name: string, type: string): ServerAnswer {
  const own = records.filter((record) => record.name === name && record.type === type);
  return { kind: "addresses", addresses: own.flatMap(({ value }) => canonicalAddress(value) ?? []) };
}

function none(reason: string): ServerAnswer {
  return { kind: "none", reason, silent: false };
}
