import * as v from "valibot";
import { body, data, form, optional, secret, section } from "../../operation.ts";
import { isUploadFile, toReadableFile } from "../../upload-file.ts";
import {
  flag,
  id,
  keyText,
  listOf,
  moment,
  nothing,
  numeric,
  perhaps,
  shape,
  text,
  textOrNull,
} from "../../values/answer-values.ts";
import { neededFor } from "../../values/parameter-rules.ts";
import { file, oneOf, trueOrFalse, words } from "../../values/request-values.ts";
import { zoneId } from "./zone-id.ts";

const maxZoneFileBytes = 2 * 1024 * 1024;

const zone = shape({
  zone_id: id,
  cust_id: id,
  /** Punycode. */
  zone_name: keyText,
  /** Unicode. */
  zone_name_display: text,
  /** NATIVE, MASTER or SLAVE. */
  zone_type: text,
  zone_active: flag,
  /** Registered domains are protected: the zone can't be deleted. */
  zone_protected: flag,
  zone_is_registered: flag,
  domain_registrar: textOrNull,
  domain_status: textOrNull,
  domain_expiry_date: moment,
  domain_auto_renew: flag,
  /** Served by name servers elsewhere. */
  external_dns: flag,
  record_count: numeric,
  zone_updated: moment,
  zone_created: perhaps(moment),
  domain_registered_date: perhaps(moment),
  domain_updated_date: perhaps(moment),
  domain_locked: perhaps(v.nullable(flag)),
  domain_dnssec: perhaps(v.nullable(flag)),
  /** The transfer code: a secret. */
  domain_auth_info: perhaps(textOrNull),
});

/** The zones themselves. */
export const zones = section({
  /** Lists the zones of the account; an API key limited to zones sees only those. All at once. Reference line 171. */
  listZones: {
    method: "GET",
    path: "/dns/zones",
    summary: "List the zones of the account",
    description: "A key that is limited to some zones sees only those. The list contains each domain's transfer code.",
    parameters: {},
    answer: data(listOf(zone)),
    secrets: ["domain_auth_info"],
    line: 171,
  },

  /**
   * Creates a zone, empty, with default records, or from a BIND zone file of at most 2 MB. The answer may carry no
   * `zone_id`: find the zone by listing. Reference line 239.
   */
  createZone: {
    method: "POST",
    path: "/dns/zones",
    summary: "Create a zone, optionally from a zone file",
    description:
      "The live server answers without the new zone's id: list the zones to find it. `transfer_domain` starts the transfer of the domain to Gigahost; without `use_existing_ns`, its name " +
      "servers change as well.",
    parameters: {
      zone_name: body(words, "The domain."),
      zone_type: optional(body(oneOf("NATIVE", "MASTER", "SLAVE"), "NATIVE unless given.")),
      create_default_records: optional(body(trueOrFalse, "False unless given.")),
      transfer_domain: optional(body(trueOrFalse, "Start the transfer of a .no domain; default false.")),
      auth_code: secret(optional(body(words, "Transfer code; required with transfer_domain."))),
      use_existing_ns: optional(body(trueOrFalse, "Keep its current name servers; default false.")),
      zone_file: optional(form(file, "BIND zone file, at most 2 MB.")),
    },
    answer: data(shape({ zone_id: perhaps(id) })),
    secrets: ["domain_auth_info"],
    confirm: { because: "is hard to undo", type: "zone_name", when: (given) => given.transfer_domain === true },
    check: (given) => [
      ...(given.transfer_domain === true ? neededFor(given, ["auth_code"], "to transfer") : []),
      ...(isUploadFile(given.zone_file) && (toReadableFile(given.zone_file).bytes ?? 0) > maxZoneFileBytes
        ? ["zone_file must be at most 2 MB"]
        : []),
    ],
    status: 201,
    line: 239,
  },

  /** Deletes a zone with all its records. Zones of registered domains are protected. Reference line 370. */
  deleteZone: {
    method: "DELETE",
    path: "/dns/zones/{zone_id}",
    summary: "Delete a zone with all its records",
    description: "Deletes all its records at once. The zone of a registered domain is protected, so this is refused.",
    parameters: { zone_id: zoneId },
    answer: data(nothing),
    confirm: { because: "destroys", type: "zone_id" },
    line: 370,
  },

  /** Creates a zone for reverse DNS. The answer may carry no `zone_id`: find it by listing. Reference line 437. */
  createPtrZone: {
    method: "POST",
    path: "/dns/zones/ptr",
    summary: "Create a zone for reverse DNS",
    description:
      "The server checks that the name fits the family, and refuses an existing zone. Its answer may lack " +
      "the new id: list the zones to find it.",
    parameters: {
      prefix: body(words, "The prefix: `185.181.63` or `2a03:94e0::`."),
      ip_version: body(oneOf("ipv4", "ipv6"), "Its family."),
      zone_name: body(words, "`63.181.185.in-addr.arpa` or `0.e.4.9.3.0.a.2.ip6.arpa`."),
    },
    answer: data(shape({ zone_id: perhaps(id) })),
    check: ({ ip_version, zone_name }) =>
      String(zone_name)
        .toLowerCase()
        .replace(/\.$/, "")
        .endsWith(ip_version === "ipv4" ? ".in-addr.arpa" : ".ip6.arpa")
        ? []
        : [`zone_name must end with ${ip_version === "ipv4" ? ".in-addr.arpa" : ".ip6.arpa"} for ${ip_version}`],
    status: 201,
    line: 437,
  },
});
