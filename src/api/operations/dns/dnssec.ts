import * as v from "valibot";
import { body, data, section } from "../../operation.ts";
import { listOf, nothing, numeric, perhaps, shape, text } from "../../values/answer-values.ts";
import { listOf as givenList, whole, zeroOrOne } from "../../values/request-values.ts";
import { zoneId } from "./zone-id.ts";

/** RFC 4034, section 5.1. */
const dsRecord = { keyTag: whole(0, 65535), alg: oneOfNumbers(5, 7, 8, 10, 13, 14, 15, 16) };

function oneOfNumbers<const Numbers extends readonly number[]>(...numbers: Numbers) {
  return v.picklist(numbers, `must be one of ${numbers.join(", ")}`);
}

/** DNSSEC of registered domains. */
export const dnssec = section({
  /** Gets the DS records of a domain with DNSSEC, one string; 400 where DNSSEC is off. Reference line 401. */
  getDsRecords: {
    method: "GET",
    path: "/dns/zones/{zone_id}/ds-records",
    summary: "Get the DS records of a domain with DNSSEC",
    description:
      "One text if Gigahost serves the zone, instructions if others do. Refused with 400 while DNSSEC " + "is off.",
    parameters: { zone_id: zoneId },
    answer: data(shape({ ds_records: perhaps(text) })),
    line: 401,
  },

  /** Gets the DS records stored for a domain that is served elsewhere; 400 for others. Reference line 419. */
  getExternalDsRecords: {
    method: "GET",
    path: "/dns/zones/{zone_id}/ds-records/external",
    summary: "Get the DS records of a domain that is served elsewhere",
    description:
      "What is stored for the registry, not what the name servers show. Refused with 400 for a domain that " +
      "Gigahost serves.",
    parameters: { zone_id: zoneId },
    answer: data(
      shape({ ds_records: listOf(shape({ keyTag: numeric, alg: numeric, digestType: numeric, digest: text })) }),
    ),
    line: 419,
  },

  /** Submits the DS records of a domain that is served elsewhere to Norid; replaces those it had. Reference line 463. */
  submitExternalDsRecords: {
    method: "POST",
    path: "/dns/zones/{zone_id}/ds-records/external",
    summary: "Replace the DS records of a domain that is served elsewhere",
    description:
      "Passed on to Norid at once, replacing all DS records of the domain: wrong ones make it unreachable " +
      "for everyone who validates. Refused with 400 for a domain that Gigahost serves.",
    parameters: {
      zone_id: zoneId,
      ds_records: body(
        givenList(
          v.strictObject({
            ...dsRecord,
            digestType: oneOfNumbers(1, 2, 4),
            digest: v.pipe(v.string(), v.hexadecimal("must be hexadecimal")),
          }),
        ),
        "Algorithm `alg` 5, 7, 8, 10, 13 to 16; `digestType` 1 SHA-1, 2 SHA-256, 4 SHA-384.",
      ),
    },
    answer: data(nothing),
    confirm: { because: "is hard to undo", type: "zone_id" },
    line: 463,
  },

  /** Turns DNSSEC of a registered .no domain on or off; 403 for a domain that isn't. Reference line 492. */
  setDnssec: {
    method: "PUT",
    path: "/dns/zones/{zone_id}/dnssec",
    summary: "Turn DNSSEC of a registered .no domain on or off",
    description:
      "If Gigahost serves the domain, turning it on creates the keys and sends the DS records to Norid. If " +
      "others serve it, only a flag is set: the DS records go by `submitExternalDsRecords`. Refused with 403 for a " +
      "domain that isn't registered through Gigahost.",
    parameters: { zone_id: zoneId, enable: body(zeroOrOne, "1 on, 0 off.") },
    answer: data(nothing),
    confirm: { because: "is hard to undo", type: "zone_id" },
    line: 492,
  },
});
