import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handlers, numberField } from "../../call.ts";
import type { Zone } from "../../store/zones.ts";
import { withZone } from "./with-zone.ts";

export const dnssecHandlers: Handlers = {
  "GET /dns/zones/{zone_id}/ds-records": withZone(showDsRecords),
  "GET /dns/zones/{zone_id}/ds-records/external": withZone(showExternalDsRecords),
  "POST /dns/zones/{zone_id}/ds-records/external": withZone(setExternalDsRecords),
  "PUT /dns/zones/{zone_id}/dnssec": withZone(toggleDnssec),
};

/** A single string here; for external zones, the same field is an array of objects. */
function showDsRecords(_call: Call, zone: Zone): SimulatedAnswer {
  if (!zone.dnssec) return refuse(400, "DNSSEC is not enabled for this domain.");
  return reply({ ds_records: `12345 13 2 ${"1234567890ABCDEF".repeat(4)}` });
}

function showExternalDsRecords(_call: Call, zone: Zone): SimulatedAnswer {
  return zone.externalDns ? reply({ ds_records: zone.externalDs }) : refuse(400, onlyExternal);
}

function setExternalDsRecords(call: Call, zone: Zone): SimulatedAnswer {
  if (!zone.externalDns) return refuse(400, onlyExternal);
  const records = Array.isArray(call.body.ds_records) ? call.body.ds_records : [];
  const problem =
    records.length === 0 ? "ds_records is required." : records.map(dsProblem).find((each) => each !== null);
  if (problem) return refuse(400, problem);
  zone.externalDs = records;
  return done("DS records submitted to Norid successfully");
}

function dsProblem(record: Readonly<Record<string, unknown>>): string | null {
  const { keyTag, alg, digestType, digest } = record;
  if (!Number.isInteger(keyTag) || Number(keyTag) < 0 || Number(keyTag) > 65535) {
    return "Invalid Key Tag: must be between 0-65535";
  }
  if (![5, 7, 8, 10, 13, 14, 15, 16].includes(Number(alg))) return `Invalid algorithm: ${String(alg)}`;
  if (![1, 2, 4].includes(Number(digestType))) return `Invalid digest type: ${String(digestType)}`;
  return /^[0-9a-f]+$/iu.test(String(digest)) ? null : "Invalid digest";
}

function toggleDnssec(call: Call, zone: Zone): SimulatedAnswer {
  const enable = numberField(call, "enable");
  if (!zone.registered) return refuse(403, "DNSSEC can only be enabled for registered domains.");
  if (enable !== 0 && enable !== 1) return refuse(400, "enable must be 0 or 1.");
  zone.dnssec = enable === 1;
  if (!zone.dnssec) return done("DNSSEC disabled successfully");
  if (zone.externalDns) return done("DNSSEC flag enabled. Please configure DNSSEC on your nameservers.");
  return done("DNSSEC enabled successfully and DS records submitted to registry");
}

const onlyExternal = "This endpoint is only for externally hosted domains.";
