import { done, nothing, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, flagField, type Handlers, textField } from "../../call.ts";
import { mayCreate } from "../../permissions.ts";
import { checkRecord } from "../../store/record-content.ts";
import { parseZoneFile } from "../../store/zone-file.ts";
import { allRecords, asciiName, displayName, type RecordSeed, type Zone } from "../../store/zones.ts";
import { callersZones, withZone } from "./with-zone.ts";

export const zoneHandlers: Handlers = {
  "GET /dns/zones": (call) => reply(callersZones(call).map(showZone)),
  "POST /dns/zones": createZone,
  "POST /dns/zones/ptr": createPtrZone,
  "DELETE /dns/zones/{zone_id}": withZone(deleteZone),
};

function showZone(zone: Zone): object {
  return {
    zone_id: zone.id,
    cust_id: zone.custId,
    zone_name: zone.name,
    zone_name_display: displayName(zone),
    zone_type: zone.type,
    zone_active: "1",
    zone_protected: flag(zone.registered),
    zone_is_registered: flag(zone.registered),
    domain_registrar: zone.registered ? "norid" : null,
    domain_status: zone.registered ? "active" : null,
    domain_expiry_date: zone.registered ? "2027-12-31 23:59:59" : null,
    domain_auto_renew: flag(zone.autoRenew),
    domain_auth_info: zone.authInfo,
    domain_dnssec: flag(zone.dnssec),
    domain_dnssec_data: null,
    domain_protected_email: null,
    external_dns: flag(zone.externalDns),
    record_count: allRecords(zone).length,
    zone_created: "2024-02-20 14:30:00",
    // A number, and `false` if nothing ever changed.
    zone_updated: zone.updatedAt ?? false,
  };
}

function createZone(call: Call): SimulatedAnswer {
  const name = asciiName(textField(call, "zone_name") ?? "");
  if (!domainName.test(name)) return refuse(400, "Invalid zone name.");
  const type = textField(call, "zone_type") ?? "NATIVE";
  if (!["NATIVE", "MASTER", "SLAVE"].includes(type)) return refuse(400, "Invalid zone type.");
  if (flagField(call, "transfer_domain") && !textField(call, "auth_code")) return refuse(400, "auth_code is required.");
  const [file] = call.uploads;
  if (file && !file.content) return refuse(413, "The zone file is larger than 2 MB.");
  return addZone(call, { name, type }, (zone) => {
    if (file) return parseZoneFile(file.content?.toString("utf8") ?? "", zone);
    return flagField(call, "create_default_records") ? defaultRecords : [];
  });
}

function createPtrZone(call: Call): SimulatedAnswer {
  const name = asciiName(textField(call, "zone_name") ?? "");
  const version = textField(call, "ip_version");
  if (!textField(call, "prefix")) return refuse(400, "Prefix is required.");
  if (version === "ipv4" && !/^(?:\d{1,3}\.){1,3}in-addr\.arpa$/u.test(name)) {
    return refuse(400, "Invalid IPv4 PTR zone name format.");
  }
  if (version === "ipv6" && !/^(?:[0-9a-f]\.){1,32}ip6\.arpa$/u.test(name)) {
    return refuse(400, "Invalid IPv6 PTR zone name format.");
  }
  if (version !== "ipv4" && version !== "ipv6") return refuse(400, "Invalid IP version.");
  return addZone(call, { name, type: "NATIVE" }, () => []);
}

function addZone(
  call: Call,
  seed: { name: string; type: string },
  recordsOf: (zone: Zone) => readonly RecordSeed[],
): SimulatedAnswer {
  const { zones } = call.store;
  if (!mayCreate(call.caller, "dns")) return refuse(403, "You do not have permission for this operation.");
  if (zones.list.some((zone) => zone.name === seed.name)) return refuse(400, "The zone exists already.");
  const zone = zones.add({ ...seed, custId: call.caller.account.custId });
  const problem = fillZone(zone, recordsOf(zone), call.habits.moreRecordTypes);
  if (problem !== null) {
    zones.remove(zone.name);
    return refuse(400, problem);
  }
  const data = call.habits.createdZoneAnswer === "id" ? { zone_id: zone.id } : nothing;
  return reply(data, { message: "Zone created successfully.", status: 201 });
}

/** NS records at the apex are the server's own; those of an imported file are ignored. Returns the first problem. */
function fillZone(zone: Zone, records: readonly RecordSeed[], moreTypes: readonly string[]): string | null {
  for (const record of records.filter(({ name, type }) => name !== "@" || type !== "NS")) {
    const checked = checkRecord({ ttl: 3600, priority: null, ...record }, moreTypes);
    if (!checked.ok) return `${record.name} ${record.type}: ${checked.reason}`;
    zone.records.push(checked.record);
  }
  return null;
}

function deleteZone(call: Call, zone: Zone): SimulatedAnswer {
  if (zone.registered) return refuse(400, "The zone is protected.");
  call.store.zones.remove(zone.name);
  return done("Zone deleted successfully.");
}

function flag(value: boolean): "0" | "1" {
  return value ? "1" : "0";
}

const defaultRecords: readonly RecordSeed[] = [
  { name: "@", type: "A", value: "185.125.168.166" },
  { name: "www", type: "A", value: "185.125.168.166" },
  { name: "@", type: "MX", value: "mail.gigahost.no", priority: 10 },
];

const domainName = /^(?=.{3,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]*[a-z0-9]$/u;
