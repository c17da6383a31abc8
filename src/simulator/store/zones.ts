import { createHash } from "node:crypto";
import { domainToASCII, domainToUnicode } from "node:url";
import { checkRecord, type StoredRecord, withoutDot } from "./record-content.ts";

export interface Zone {
  readonly id: string;
  readonly custId: string;
  /** Punycode, lower case, no final dot. */
  readonly name: string;
  readonly type: string;
  /** Everything but the SOA, which follows from the serial. */
  records: StoredRecord[];
  serial: number;
  /** Unix seconds of the last change; null if there was none. */
  updatedAt: number | null;
  /** A write is in progress. */
  busy: boolean;
  /** Registered through Gigahost: protected, and the only kind with a registrant and DNSSEC. */
  registered: boolean;
  /** Served elsewhere: the world doesn't see what is stored here. */
  externalDns: boolean;
  autoRenew: boolean;
  dnssec: boolean;
  nameservers: readonly string[];
  externalDs: readonly unknown[];
  redirects: Redirect[];
  registrantEmail: string;
  /** The transfer code, a secret. */
  readonly authInfo: string;
}

export interface Redirect {
  readonly source: string;
  targetUrl: string;
  readonly createdAt: string;
}

export type RecordSeed = Pick<StoredRecord, "name" | "type" | "value"> & Partial<StoredRecord>;

export interface ZoneSeed {
  readonly name: string;
  readonly id?: string;
  readonly custId?: string;
  readonly type?: string;
  readonly records?: readonly RecordSeed[];
  readonly registered?: boolean;
  readonly externalDns?: boolean;
}

const gigahostNameservers: readonly string[] = ["ns1.gigahost.no", "ns2.gigahost.no", "ns3.gigahost.no"];

/** All zones of all customers; the methods that take full names are for editing by hand, as on the web page. */
export class Zones {
  readonly list: Zone[] = [];
  #nextId = 1001;

  add(seed: ZoneSeed & { readonly custId: string }): Zone {
    const id = seed.id ?? String(this.#nextId++);
    const zone = emptyZone(id, seed);
    for (const record of seed.records ?? []) zone.records.push(checkedSeed(record));
    this.list.push(zone);
    return zone;
  }

  remove(name: string): void {
    const index = this.list.indexOf(this.zone(name));
    this.list.splice(index, 1);
  }

  /** The zone of that name; throws if there is none. */
  zone(name: string): Zone {
    const zone = this.list.find((each) => each.name === asciiName(name));
    if (!zone) throw new Error(`The simulator has no zone ${name}.`);
    return zone;
  }

  /** The zone with the longest name that contains the full name. */
  zoneOf(fullName: string, among: readonly Zone[] = this.list): Zone | null {
    const name = asciiName(fullName);
    const holders = among.filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`));
    return holders.sort((one, other) => other.name.length - one.name.length)[0] ?? null;
  }

  /** The values of an RRset, in the order in which they were stored. */
  values(fullName: string, type: string): string[] {
    return this.records(fullName, type).map((record) => record.value);
  }

  records(fullName: string, type: string): StoredRecord[] {
    const { zone, name } = this.#locate(fullName);
    return zone.records.filter((record) => record.name === name && record.type === type);
  }

  /** Sets the RRset to exactly this, by hand. Without values, removes it. TTL in seconds. */
  set(fullName: string, type: string, values: readonly string[], ttl = 3600): void {
    const { zone, name } = this.#locate(fullName);
    const kept = zone.records.filter((record) => record.name !== name || record.type !== type);
    zone.records = [...kept, ...values.map((value) => checkedSeed({ name, type, value, ttl }))];
    touch(zone, Date.now());
  }

  #locate(fullName: string): { zone: Zone; name: string } {
    const zone = this.zoneOf(fullName);
    if (!zone) throw new Error(`The simulator has no zone for ${fullName}.`);
    return { zone, name: relativeName(fullName, zone) };
  }
}

/** Notes a change: a new serial, and with it a new SOA. */
export function touch(zone: Zone, wallMs: number): void {
  zone.serial += 1;
  zone.updatedAt = Math.floor(wallMs / 1000);
}

/** The record list as the API shows it: SOA first, NS among the rest. */
export function allRecords(zone: Zone): StoredRecord[] {
  const value = `ns1.gigahost.no. hostmaster.gigahost.no. ${zone.serial} 10800 3600 604800 300`;
  return [{ name: "@", type: "SOA", value, ttl: 3600, priority: null }, ...zone.records];
}

/** A hash of the content: different content has a different id. */
export function recordId(zone: Zone, record: StoredRecord): string {
  const id = recordIds.get(record) ?? hashRecord(zone, record);
  recordIds.set(record, id);
  return id;
}

/** Records are never changed in place, so each is hashed only once: a list of 50,000 is requested again and again. */
const recordIds = new WeakMap<StoredRecord, string>();

function hashRecord(zone: Zone, record: StoredRecord): string {
  const content = [zone.id, record.name, record.type, record.value, record.ttl, record.priority].join("|");
  return createHash("md5").update(content).digest("hex");
}

export function relativeName(fullName: string, zone: Zone): string {
  const name = asciiName(fullName);
  return name === zone.name ? "@" : name.slice(0, -zone.name.length - 1);
}

/** Punycode, lower case, no final dot; names that aren't valid in a URL (underscores, wildcards) are only lower-cased and lose the dot. */
export function asciiName(name: string): string {
  const plain = withoutDot(name.toLowerCase());
  return /^[\x20-\x7e]*$/u.test(plain) ? plain : domainToASCII(plain);
}

export function displayName(zone: Zone): string {
  return domainToUnicode(zone.name);
}

function emptyZone(id: string, seed: ZoneSeed & { readonly custId: string }): Zone {
  const records = gigahostNameservers.map((value) => ({ name: "@", type: "NS", value, ttl: 3600, priority: null }));
  return {
    id,
    custId: seed.custId,
    name: asciiName(seed.name),
    type: seed.type ?? "NATIVE",
    records,
    serial: 2026010101,
    updatedAt: null,
    busy: false,
    registered: seed.registered ?? false,
    externalDns: seed.externalDns ?? false,
    autoRenew: true,
    dnssec: false,
    nameservers: gigahostNameservers,
    externalDs: [],
    redirects: [],
    registrantEmail: "ola@example.no",
    authInfo: createHash("sha256").update(`transfer ${id}`).digest("hex").slice(0, 16),
  };
}

function checkedSeed(seed: RecordSeed): StoredRecord {
  // By hand anything can be stored, even what the API refuses.
  const checked = checkRecord({ ttl: 3600, priority: null, ...seed }, [seed.type]);
  if (!checked.ok) throw new Error(`The simulator refuses the record ${seed.name} ${seed.type}: ${checked.reason}`);
  return checked.record;
}
