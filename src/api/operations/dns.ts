import { isIPv4, isIPv6 } from "node:net";
import * as v from "valibot";
import { flag, id, listOf, moment, nothing, numeric, perhaps, shape, text, textOrNull } from "../answer-values.ts";
import { body, data, form, optional, path, text as plainText, query, secret, section } from "../operation.ts";
import {
  email,
  file,
  listOf as givenList,
  oneOf,
  id as someId,
  trueOrFalse,
  url,
  whole,
  words,
  zeroOrOne,
} from "../request-values.ts";

const zoneId = path(someId, "Id of the zone, as `listZones` gives it.");
const recordName = "Name relative to the zone, `@` for the zone itself.";
const recordType = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9]*$/, "must be a record type, as A or TXT"));
const nameservers = givenList(words, 2);

const zone = shape({
  zone_id: id,
  cust_id: id,
  /** Punycode. */
  zone_name: text,
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

const record = shape({
  /** A hash of the content: another one after every change, so look it up and never store it. */
  record_id: id,
  /** Relative to the zone, lower case, `@` for the zone itself. */
  record_name: text,
  record_type: text,
  record_value: text,
  /** Seconds. */
  record_ttl: numeric,
  /** MX and SRV; null for the others. */
  record_priority: v.nullable(numeric),
});

const redirect = shape({
  domain: text,
  /** Subdomain, `@` for the zone itself. */
  source: text,
  target_url: text,
  enabled: flag,
  created_at: moment,
});

/** RFC 4034, section 5.1. */
const dsRecord = { keyTag: whole(0, 65535), alg: oneOfNumbers(5, 7, 8, 10, 13, 14, 15, 16) };

function oneOfNumbers<const Numbers extends readonly number[]>(...numbers: Numbers) {
  return v.picklist(numbers, `must be one of ${numbers.join(", ")}`);
}

function registrantProblems(given: Readonly<Record<string, unknown>>, ofPerson: readonly string[]): readonly string[] {
  const needed = given.registrant_type === "person" ? ofPerson : ["org_number", "company_name"];
  return needed
    .filter((name) => given[name] === undefined)
    .map((name) => `${name} is required for registrant_type "${String(given.registrant_type)}"`);
}

/** What the server would refuse, or take for something else. */
function recordProblems(given: Readonly<Record<string, unknown>>): readonly string[] {
  const type = String(given.record_type ?? "A").toUpperCase();
  const value = String(given.record_value);
  if (type === "A" && !isIPv4(value))
    return [`record_value "${value}" is not an IPv4 address, which an A record needs`];
  if (type === "AAAA" && !isIPv6(value)) {
    return [`record_value "${value}" is not an IPv6 address, which an AAAA record needs`];
  }
  if (type === "MX" && given.record_priority === undefined) return ["record_priority is required for an MX record"];
  return [];
}

/** Zones and their records, .no domains, DNSSEC, redirects, and the dyndns endpoint. */
export const dns = section({
  /** Looks a Norwegian organization up in Brønnøysundregistrene. Reference line 147. */
  lookUpOrganization: {
    method: "GET",
    path: "/dns/lookup/organization/{org_number}",
    summary: "Look up a Norwegian organization",
    parameters: {
      org_number: path(
        v.union([v.pipe(v.string(), v.regex(/^\d{9}$/, "must have 9 digits")), whole(100_000_000, 999_999_999)]),
        "Organization number, 9 digits.",
      ),
    },
    answer: data(shape({ company_name: text, address: text, zip_code: text, city: text })),
    line: 147,
  },

  /** Says whether a .no domain is free to register. Reference line 159. */
  checkDomain: {
    method: "GET",
    path: "/dns/domains/check/{domain}",
    summary: "Check whether a .no domain is available",
    parameters: { domain: path(words, "The domain, `example.no`.") },
    answer: data(shape({ domain: text, available: v.boolean(), reason: text })),
    line: 159,
  },

  /** Lists the zones of the account; an API key limited to zones sees only those. All at once. Reference line 171. */
  listZones: {
    method: "GET",
    path: "/dns/zones",
    summary: "List the zones of the account",
    parameters: {},
    answer: data(listOf(zone)),
    secrets: ["domain_auth_info"],
    line: 171,
  },

  /**
   * Lists all records of a zone, SOA and NS included; TTLs in seconds. For a zone that is served elsewhere, these are the
   * stored records, not the served ones. Reference line 183.
   */
  listRecords: {
    method: "GET",
    path: "/dns/zones/{zone_id}/records",
    summary: "List the records of a zone",
    parameters: { zone_id: zoneId },
    answer: data(listOf(record)),
    line: 183,
  },

  /** Gets the registrant of a registered .no domain, from Norid. Reference line 195. */
  getRegistrant: {
    method: "GET",
    path: "/dns/zones/{zone_id}/registrant",
    summary: "Get the registrant of a registered .no domain",
    parameters: { zone_id: zoneId },
    answer: data(
      shape({
        contact_id: text,
        name: text,
        organization: textOrNull,
        email: text,
        address: text,
        city: text,
        /** With the country in front: `NO-0123`. */
        postal_code: text,
        country_code: text,
        identity: textOrNull,
        identity_type: textOrNull,
        type: text,
      }),
    ),
    line: 195,
  },

  /**
   * Registers a new .no domain with Norid. Costs money. An organization needs `org_number` and `company_name`, a person
   * `pid`, `first_name` and `last_name`. Reference line 209.
   */
  registerDomain: {
    method: "POST",
    path: "/dns/domains/register",
    summary: "Register a new .no domain",
    description: "Costs money. `expires_at` of the answer is a date, `2026-11-17`.",
    parameters: {
      domain_name: body(words, "The domain to register, `example.no`."),
      registrant_type: body(oneOf("organization", "person"), "Who is to own it."),
      email: body(email, "E-mail address of the registrant."),
      applicant_name: body(v.pipe(words, v.maxLength(255)), "Name of who applies, at most 255 characters."),
      zip_code: body(words, "Postal code."),
      city: body(words, "City."),
      org_number: optional(
        body(v.pipe(v.string(), v.regex(/^\d{9}$/, "must have 9 digits")), "Organization number; for an organization."),
      ),
      company_name: optional(
        body(v.pipe(words, v.maxLength(255)), "Name of the company, at most 255 characters; for an organization."),
      ),
      pid: optional(body(words, "Norid's person id, `N.PRI.12345678`; for a person.")),
      first_name: optional(body(words, "For a person.")),
      last_name: optional(body(words, "For a person.")),
      use_gigahost_ns: optional(body(trueOrFalse, "Use Gigahost's name servers; true unless given.")),
      nameservers: optional(body(nameservers, "At least two; required where use_gigahost_ns is false.")),
    },
    answer: data(shape({ zone_id: id, domain_name: text, expires_at: moment, status: text })),
    once: true,
    confirm: { because: "costs money", type: "domain_name" },
    check: (given) => [
      ...registrantProblems(given, ["pid", "first_name", "last_name"]),
      ...(given.use_gigahost_ns === false && given.nameservers === undefined
        ? ["nameservers are required where use_gigahost_ns is false"]
        : []),
    ],
    line: 209,
  },

  /**
   * Creates a zone, empty, with default records, or from a BIND zone file of at most 2 MB. The answer may carry no
   * `zone_id`: find the zone by listing. Reference line 239.
   */
  createZone: {
    method: "POST",
    path: "/dns/zones",
    summary: "Create a zone, also from a zone file",
    description: "The live server answers without the new zone's id: list the zones to find it.",
    parameters: {
      zone_name: body(words, "The domain."),
      zone_type: optional(body(oneOf("NATIVE", "MASTER", "SLAVE"), "NATIVE unless given.")),
      create_default_records: optional(body(trueOrFalse, "False unless given.")),
      transfer_domain: optional(body(trueOrFalse, "Begin the transfer of a .no domain; false unless given.")),
      auth_code: secret(optional(body(words, "Transfer code; required with transfer_domain."))),
      use_existing_ns: optional(body(trueOrFalse, "Keep the name servers it has; false unless given.")),
      zone_file: optional(form(file, "BIND zone file, at most 2 MB.")),
    },
    answer: data(shape({ zone_id: perhaps(id) })),
    secrets: ["domain_auth_info"],
    check: (given) =>
      given.transfer_domain === true && given.auth_code === undefined ? ["auth_code is required to transfer"] : [],
    line: 239,
  },

  /**
   * Adds one record; `record_ttl` in seconds. The answer carries no record: list to find it. A long TXT value (over 255
   * octets) goes as quoted chunks; NAPTR replaces the whole set of that name. Reference line 264.
   */
  createRecord: {
    method: "POST",
    path: "/dns/zones/{zone_id}/records",
    summary: "Add a record to a zone",
    description: "The answer carries no record. CAA, SRV and NAPTR go whole in `record_value`.",
    parameters: {
      zone_id: zoneId,
      record_value: body(words, "The content: an address, a target, an unquoted text."),
      record_name: optional(body(words, `${recordName} \`@\` unless given.`)),
      record_type: optional(body(recordType, "A, AAAA, CNAME, MX, TXT, NS …; A unless given.")),
      record_ttl: optional(body(whole(0, 2_147_483_647), "Seconds; 3600 unless given.")),
      record_priority: optional(body(whole(0, 65535), "Required for MX.")),
    },
    answer: data(nothing),
    check: recordProblems,
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
    description:
      "Not a patch: name, type, TTL and priority are to be sent again. `record_id` changes with the content.",
    parameters: {
      zone_id: zoneId,
      record_id: path(someId, "Id of the record, as `listRecords` gives it now."),
      record_value: body(words, "The new content."),
      record_name: body(words, `${recordName} Without it the server takes \`@\`.`),
      record_type: body(recordType, "Type of the record; without it the server takes A."),
      record_ttl: body(whole(0, 2_147_483_647), "Seconds; without it the server takes 3600."),
      record_priority: optional(body(whole(0, 65535), "Required for MX.")),
    },
    answer: data(nothing),
    check: recordProblems,
    line: 283,
  },

  /** Changes the owner of a registered .no domain. Costs money: a new order, one more year. Reference line 305. */
  changeRegistrant: {
    method: "PUT",
    path: "/dns/zones/{zone_id}/registrant",
    summary: "Change the owner of a registered .no domain",
    description: "Costs money: a new order, and the domain is extended by one year.",
    parameters: {
      zone_id: zoneId,
      registrant_type: body(oneOf("organization", "person"), "Who is to own it."),
      email: body(email, "E-mail address of the registrant."),
      applicant_name: body(v.pipe(words, v.maxLength(255)), "Name of who applies, at most 255 characters."),
      zip_code: body(words, "Postal code."),
      city: body(words, "City."),
      agree_to_terms: body(v.literal(true, "must be true"), "Norid's applicant declaration is accepted."),
      org_number: optional(
        body(v.pipe(v.string(), v.regex(/^\d{9}$/, "must have 9 digits")), "Organization number; for an organization."),
      ),
      company_name: optional(
        body(v.pipe(words, v.maxLength(255)), "Name of the company, at most 255 characters; for an organization."),
      ),
      pid: optional(body(words, "Norid's person id, `N.PRI.12345678`; for a person.")),
    },
    answer: data(nothing),
    once: true,
    confirm: { because: "costs money", type: "zone_id" },
    check: (given) => registrantProblems(given, ["pid"]),
    line: 305,
  },

  /** Turns the automatic renewal of a registered .no domain on or off. Reference line 332. */
  setAutoRenew: {
    method: "PUT",
    path: "/dns/zones/{zone_id}/auto-renew",
    summary: "Turn automatic renewal on or off",
    parameters: { zone_id: zoneId, auto_renew: body(zeroOrOne, "1 on, 0 off.") },
    answer: data(nothing),
    line: 332,
  },

  /** Sets the name servers of a registered .no domain; they must answer for it already. Reference line 351. */
  setNameservers: {
    method: "PUT",
    path: "/dns/zones/{zone_id}/nameservers",
    summary: "Set the name servers of a registered .no domain",
    parameters: { zone_id: zoneId, nameservers: body(nameservers, "Host names, at least two.") },
    answer: data(nothing),
    line: 351,
  },

  /** Deletes a zone with all its records. Zones of registered domains are protected. Reference line 370. */
  deleteZone: {
    method: "DELETE",
    path: "/dns/zones/{zone_id}",
    summary: "Delete a zone with all its records",
    parameters: { zone_id: zoneId },
    answer: data(nothing),
    confirm: { because: "destroys", type: "zone_id" },
    line: 370,
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
      type: query(recordType, "Type of the record."),
      value: query(words, "The exact content as listed; for MX `10 mail.example.no.`."),
    },
    answer: data(nothing),
    confirm: { because: "destroys", type: "name" },
    line: 384,
  },

  /** Gets the DS records of a domain with DNSSEC, one string; 400 where DNSSEC is off. Reference line 401. */
  getDsRecords: {
    method: "GET",
    path: "/dns/zones/{zone_id}/ds-records",
    summary: "Get the DS records of a domain with DNSSEC",
    description: "For a domain that is served elsewhere, the answer is instructions.",
    parameters: { zone_id: zoneId },
    answer: data(shape({ ds_records: perhaps(text) })),
    line: 401,
  },

  /** Gets the DS records stored for a domain that is served elsewhere; 400 for others. Reference line 419. */
  getExternalDsRecords: {
    method: "GET",
    path: "/dns/zones/{zone_id}/ds-records/external",
    summary: "Get the DS records of a domain that is served elsewhere",
    parameters: { zone_id: zoneId },
    answer: data(
      shape({ ds_records: listOf(shape({ keyTag: numeric, alg: numeric, digestType: numeric, digest: text })) }),
    ),
    line: 419,
  },

  /** Creates a zone for reverse DNS. The answer may carry no `zone_id`: find it by listing. Reference line 437. */
  createPtrZone: {
    method: "POST",
    path: "/dns/zones/ptr",
    summary: "Create a zone for reverse DNS",
    parameters: {
      prefix: body(words, "The prefix: `185.181.63` or `2a03:94e0::`."),
      ip_version: body(oneOf("ipv4", "ipv6"), "Its family."),
      zone_name: body(words, "`63.181.185.in-addr.arpa` or `0.e.4.9.3.0.a.2.ip6.arpa`."),
    },
    answer: data(shape({ zone_id: perhaps(id) })),
    line: 437,
  },

  /** Submits the DS records of a domain that is served elsewhere to Norid; replaces those it had. Reference line 463. */
  submitExternalDsRecords: {
    method: "POST",
    path: "/dns/zones/{zone_id}/ds-records/external",
    summary: "Replace the DS records of a domain that is served elsewhere",
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
    line: 463,
  },

  /** Turns DNSSEC of a registered .no domain on or off; 403 for a domain that isn't. Reference line 492. */
  setDnssec: {
    method: "PUT",
    path: "/dns/zones/{zone_id}/dnssec",
    summary: "Turn DNSSEC of a registered .no domain on or off",
    parameters: { zone_id: zoneId, enable: body(zeroOrOne, "1 on, 0 off.") },
    answer: data(nothing),
    line: 492,
  },

  /** Lists the HTTP redirects of a zone; 400 for a zone that is served elsewhere. Reference line 523. */
  listRedirects: {
    method: "GET",
    path: "/dns/zones/{zone_id}/redirect",
    summary: "List the HTTP redirects of a zone",
    parameters: { zone_id: zoneId },
    answer: data(listOf(redirect)),
    line: 523,
  },

  /**
   * Creates an HTTP redirect, and the A records that it needs; refused where one exists already. For `@`, `www` is
   * redirected too. Reference line 541.
   */
  createRedirect: {
    method: "POST",
    path: "/dns/zones/{zone_id}/redirect",
    summary: "Create an HTTP redirect",
    parameters: {
      zone_id: zoneId,
      target_url: body(url, "Where to, `https://example.com`."),
      source: optional(body(words, "Subdomain, `@` for the zone itself, which is the default.")),
    },
    answer: data(shape({ domain: text, source: text, target_url: text })),
    line: 541,
  },

  /** Changes where a redirect leads. Reference line 567. */
  updateRedirect: {
    method: "PUT",
    path: "/dns/zones/{zone_id}/redirect",
    summary: "Change where a redirect leads",
    parameters: {
      zone_id: zoneId,
      source: body(words, "Subdomain, `@` for the zone itself."),
      target_url: body(url, "Where to."),
    },
    answer: data(nothing),
    line: 567,
  },

  /** Deletes a redirect and its A records; for `@`, that of `www` too. Reference line 585. */
  deleteRedirect: {
    method: "DELETE",
    path: "/dns/zones/{zone_id}/redirect",
    summary: "Delete a redirect and its A records",
    parameters: { zone_id: zoneId, source: query(words, "Subdomain, `@` for the zone itself.") },
    answer: data(nothing),
    confirm: { because: "destroys", type: "source" },
    line: 585,
  },

  /**
   * Changes the registrant's e-mail address of a registered domain. With protection, the answer's address is an alias
   * that forwards to it. Reference line 602.
   */
  setRegistrantEmail: {
    method: "PUT",
    path: "/dns/zones/{zone_id}/registrant-email",
    summary: "Change the registrant's e-mail address",
    parameters: {
      zone_id: zoneId,
      email: body(email, "The new address."),
      enable_protection: optional(body(trueOrFalse, "Show an alias in WHOIS; false unless given.")),
    },
    answer: data(shape({ protected: v.boolean(), email: text })),
    line: 602,
  },

  /**
   * Points hostnames at addresses; missing records are created, the TTL becomes 60 seconds. The answer is one line per
   * hostname in order: `good IP`, `nochg IP`, `nohost`, `notfqdn`, `badauth`, `dnserr`, or `badagent`, which means an
   * invalid address here. Without `myip`, the server takes the address it is asked from, so always give it; see
   * `rawResponse()` for reading the answer whatever the HTTP status. Reference line 632.
   */
  updateDyndns: {
    method: "GET",
    path: "/dns/dyndns",
    summary: "Point hostnames at addresses, by the dyndns protocol",
    description: "Changes records although it is a GET. Without `myip`, the server takes the address it is asked from.",
    parameters: {
      hostname: query(words, "Full names, several with commas between; 20 at most."),
      myip: optional(
        query(
          v.pipe(
            v.string(),
            v.check((text) => isIPv4(text), "must be an IPv4 address"),
          ),
          "IPv4 address for the A record.",
        ),
      ),
      myipv6: optional(
        query(
          v.pipe(
            v.string(),
            v.check((text) => isIPv6(text), "must be an IPv6 address"),
          ),
          "IPv6 address for the AAAA record.",
        ),
      ),
    },
    answer: plainText(text),
    once: true,
    line: 632,
  },
});
