import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handlers, numberField, textField } from "../../call.ts";
import {
  type CheckedRecord,
  checkRecord,
  heldTxt,
  listedTxt,
  type StoredRecord,
  withoutDot,
} from "../../store/record-content.ts";
import { allRecords, recordId, type Zone } from "../../store/zones.ts";
import { withBusyZone, withZone } from "./with-zone.ts";

export const recordHandlers: Handlers = {
  "GET /dns/zones/{zone_id}/records": withZone(listRecords),
  "POST /dns/zones/{zone_id}/records": withBusyZone(createRecord),
  "PUT /dns/zones/{zone_id}/records/{record_id}": withBusyZone(replaceRecord),
  "DELETE /dns/zones/{zone_id}/records/{record_id}": withBusyZone(deleteRecords),
};

function listRecords(call: Call, zone: Zone): SimulatedAnswer {
  return reply(allRecords(zone).map((record) => showRecord(zone, record, call.habits.trailingDots)));
}

/** Numbers are sometimes numeric strings, targets sometimes end in a dot; which ones depends on the id. */
function showRecord(zone: Zone, record: StoredRecord, trailingDots: "never" | "always" | "mixed"): object {
  const id = recordId(zone, record);
  const asText = id < "4";
  const dotted = trailingDots === "always" || (trailingDots === "mixed" && id > "8");
  const { ttl, priority } = record;
  return {
    record_id: id,
    record_name: record.name,
    record_type: record.type,
    record_value: dotted && isTarget(record.type) ? `${record.value}.` : listedValue(record),
    record_ttl: asText ? String(ttl) : ttl,
    record_priority: asText && priority !== null ? String(priority) : priority,
  };
}

const listedValue = ({ type, value }: StoredRecord) => (type === "TXT" ? listedTxt(value) : value);

function createRecord(call: Call, zone: Zone): SimulatedAnswer {
  const checked = readRecord(call);
  if (!checked.ok) return refuse(400, checked.reason);
  const { record } = checked;
  // Seen live: a new NAPTR record replaces all others of its name.
  const kept = record.type === "NAPTR" ? zone.records.filter((each) => !sameSet(each, record)) : zone.records;
  const conflict = findConflict(kept, record);
  if (conflict) return refuse(400, conflict);
  zone.records = [...kept, record];
  return done("Record created successfully.", 201);
}

/** Not a patch: a field that isn't sent is reset to its default. */
function replaceRecord(call: Call, zone: Zone): SimulatedAnswer {
  const old = zone.records.find((record) => recordId(zone, record) === call.path.record_id);
  if (!old) return refuse(404, "Record not found.");
  const checked = readRecord(call);
  if (!checked.ok) return refuse(400, checked.reason);
  const { record } = checked;
  const others = zone.records.filter((each) => each !== old);
  const conflict = findConflict(others, record);
  if (conflict) return refuse(400, conflict);
  zone.records = zone.records.map((each) => (each === old ? record : each));
  return done("Record updated successfully.");
}

/** Dangerous: the id in the path is ignored, and without `value` the whole RRset is deleted. */
function deleteRecords(call: Call, zone: Zone): SimulatedAnswer {
  const [name, type] = [call.query.get("name")?.toLowerCase(), call.query.get("type")?.toUpperCase()];
  if (!name || !type) return refuse(400, "Name and type are required.");
  if (type === "SOA") return refuse(400, "The SOA record can not be deleted.");
  const value = call.query.get("value");
  const isMeant = (record: StoredRecord) =>
    record.name === name && record.type === type && (value === null || hasValue(record, value));
  const kept = zone.records.filter((record) => !isMeant(record));
  if (kept.length === zone.records.length) return refuse(404, "Record not found.");
  zone.records = kept;
  return done("Record deleted successfully.");
}

function hasValue(record: StoredRecord, value: string): boolean {
  if (record.type === "MX") return value === `${record.priority} ${record.value}.`;
  if (record.type === "TXT") return value === heldTxt(record.value);
  return value === record.value || (isTarget(record.type) && withoutDot(value) === record.value);
}

function readRecord(call: Call): CheckedRecord {
  const sent = {
    name: textField(call, "record_name") ?? "@",
    type: textField(call, "record_type") ?? "A",
    value: textField(call, "record_value") ?? "",
    ttl: call.body.record_ttl === undefined ? 3600 : (numberField(call, "record_ttl") ?? Number.NaN),
    priority: numberField(call, "record_priority"),
  };
  return checkRecord(sent, call.habits.moreRecordTypes);
}

function findConflict(records: readonly StoredRecord[], record: StoredRecord): string | null {
  if (record.type === "SOA") return "The SOA record can not be changed.";
  const sameName = records.filter((each) => each.name === record.name);
  const same = sameName.some(
    (each) => sameSet(each, record) && each.value === record.value && each.priority === record.priority,
  );
  if (same) return "The record exists already.";
  const cname = record.type === "CNAME" ? sameName.length > 0 : sameName.some((each) => each.type === "CNAME");
  return cname ? "A CNAME can not stand beside other records." : null;
}

function sameSet(one: StoredRecord, other: StoredRecord): boolean {
  return one.name === other.name && one.type === other.type;
}

function isTarget(type: string): boolean {
  return type === "CNAME" || type === "NS" || type === "PTR" || type === "MX";
}
