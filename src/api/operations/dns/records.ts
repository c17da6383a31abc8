import * as v from "valibot";
import { isIpv4, isIpv6 } from "../../../model/addresses/ip-version.ts";
import { body, data, optional, path, query, section } from "../../operation.ts";
import { id, keyText, listOf, nothing, numeric, shape } from "../../values/answer-values.ts";
import { id as someId, whole, words } from "../../values/request-values.ts";
import { givenRecordType, listedRecordType } from "./record-type.ts";
import { zoneId } from "./zone-id.ts";

const recordName = "Name relative to the zone, `@` for the zone itself.";

const record = shape({
  /** A hash of the content: another one after every change, so look it up and never store it. */
  record_id: id,
  /** Relative to the zone, lower case, `@` for the zone itself. */
  record_name: keyText,
  record_type: listedRecordType,
  record_value: keyText,
  /** Seconds. */
  record_ttl: numeric,
  /** MX and SRV; null for the others. */
  record_priority: v.nullable(numeric),
});

/** What the server would refuse, or take for something else. */
function recordProblems(given: Readonly<Record<string, unknown>>): readonly string[] {
  const type = String(given.record_type ?? "A").toUpperCase();
  const value = String(given.record_value);
  if (type === "A" && !isIpv4(value))
    return [`record_value "${value}" is not an IPv4 address, which an A record needs`];
  if (type === "AAAA" && !isIpv6(value)) {
    return [`record_value "${value}" is not an IPv6 address, which an AAAA record needs`];
  }
  if (type === "MX" && given.record_priority === undefined) return ["record_priority is required for an MX record"];
  return [];
}

/** The records of a zone. */
export const records = section({
  /**
   * Lists all records of a zone, SOA and NS included; TTLs in seconds. For a zone that is served elsewhere, these are the
   * stored records, not the served ones. Reference line 183.
   */
  listRecords: {
    method: "GET",
    path: "/dns/zones/{zone_id}/records",
    summary: "List the records of a zone",
    description:
      "SOA and NS are included. For a zone that is served elsewhere these are the stored records, not " +
      "the served ones.",
    parameters: { zone_id: zoneId },
    answer: data(listOf(record)),
    line: 183,
  },

  /**
   * Adds one record; `record_ttl` in seconds. The answer carries no record: list to find it. A long TXT value (over 255
   * octets) goes as quoted chunks; NAPTR replaces the whole set of that name. Reference line 264.
   */
  createRecord: {
    method: "POST",
    path: "/dns/zones/{zone_id}/records",
    summary: "Add a record to a zone",
    description:
      "The answer carries no record. CAA, SRV and NAPTR go entirely into `record_value`; a new NAPTR replaces all others of its name.",
    parameters: {
      zone_id: zoneId,
      record_value: body(words, "The content: an address, a target, an unquoted text."),
      record_name: optional(body(words, `${recordName} \`@\` unless given.`)),
      record_type: optional(body(givenRecordType, "A, AAAA, CNAME, MX, TXT, NS …; default A.")),
      record_ttl: optional(body(whole(0, 2_147_483_647), "Seconds; default 3600.")),
      record_priority: optional(body(whole(0, 65535), "Required for MX.")),
    },
    answer: data(nothing),
    check: recordProblems,
    status: 201,
    line: 264,
  },

  /**
   * Replaces one record as a whole. The server would take `@`, `A` and 3600 for what is left out and so move the record,
   * which is why name, type and TTL are required here. Its `record_id` is another one afterwards. Reference line 283.
   */
  updateRecord: {
    method: "PUT",
    path: "/dns/zones/{zone_id}/records/{record_id}",
    summary: "Replace a record",
    description: "Not a patch: send name, type, TTL and priority again. `record_id` changes with the content.",
    parameters: {
      zone_id: zoneId,
      record_id: path(someId, "Id of the record, as `listRecords` gives it now."),
      record_value: body(words, "The new content."),
      record_name: body(words, `${recordName} Without it the server takes \`@\`.`),
      record_type: body(givenRecordType, "Type of the record; without it the server uses A."),
      record_ttl: body(whole(0, 2_147_483_647), "Seconds; without it the server uses 3600."),
      record_priority: optional(body(whole(0, 65535), "Required for MX.")),
    },
    answer: data(nothing),
    check: recordProblems,
    line: 283,
  },

  /**
   * Deletes one record. The server ignores `record_id` and would delete every record of that name and type, so `value`,
   * which narrows it, is required here. It is the exact content as listed; for MX `"10 mail.example.no."`. A value that
   * matches nothing is a 404. List again to be sure: the server can answer 200 and do nothing. Reference line 384.
   */
  deleteRecord: {
    method: "DELETE",
    path: "/dns/zones/{zone_id}/records/{record_id}",
    summary: "Delete one record",
    description:
      "The server ignores `record_id`; without `value` it would delete every record of that name and type. " +
      "`value` is not in the vendor's document.",
    parameters: {
      zone_id: zoneId,
      record_id: path(someId, "Id of the record, as `listRecords` gives it now."),
      name: query(words, recordName),
      type: query(givenRecordType, "Type of the record."),
      value: query(words, "The exact content as listed; for MX `10 mail.example.no.`."),
    },
    answer: data(nothing),
    confirm: { because: "destroys", type: "name" },
    line: 384,
  },
});
