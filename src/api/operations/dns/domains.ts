import * as v from "valibot";
import { body, data, optional, path, section } from "../../operation.ts";
import { id, moment, nothing, shape, text, textOrNull } from "../../values/answer-values.ts";
import {
  email,
  listOf as givenList,
  hostName,
  oneOf,
  trueOrFalse,
  whole,
  words,
  zeroOrOne,
} from "../../values/request-values.ts";
import { zoneId } from "./zone-id.ts";

const nameservers = v.pipe(
  givenList(hostName, 2),
  v.check((names) => new Set(names.map(withoutDot)).size >= 2, "must have at least 2 different entries"),
);

const withoutDot = (name: string) => name.toLowerCase().replace(/\.$/, "");

/** The part of a .no domain that can be registered: `example.no`, never a host below it. */
const norwegianDomain = v.pipe(
  words,
  v.regex(/^[^\s./]+(\.[^\s./]+)?\.no\.?$/i, "must be a .no domain, as example.no"),
);

const personId = v.pipe(v.string(), v.regex(/^N\.PRI\.\d+$/i, "must be Norid's person id, as N.PRI.12345678"));

function registrantProblems(given: Readonly<Record<string, unknown>>, ofPerson: readonly string[]): readonly string[] {
  const needed = given.registrant_type === "person" ? ofPerson : ["org_number", "company_name"];
  return needed
    .filter((name) => given[name] === undefined)
    .map((name) => `${name} is required for registrant_type "${String(given.registrant_type)}"`);
}

/** Registered .no domains: availability, registration, owner, name servers. */
export const domains = section({
  /** Looks a Norwegian organization up in Brønnøysundregistrene. Reference line 147. */
  lookUpOrganization: {
    method: "GET",
    path: "/dns/lookup/organization/{org_number}",
    summary: "Look up a Norwegian organization",
    description: "Asks the public register in Brønnøysund.",
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
    description: "Only .no; `reason` says why one isn't available.",
    parameters: { domain: path(norwegianDomain, "The domain, `example.no`.") },
    answer: data(shape({ domain: text, available: v.boolean(), reason: text })),
    line: 159,
  },

  /** Gets the registrant of a registered .no domain, from Norid. Reference line 195. */
  getRegistrant: {
    method: "GET",
    path: "/dns/zones/{zone_id}/registrant",
    summary: "Get the registrant of a registered .no domain",
    description: "As stored at Norid; only for a .no domain registered through Gigahost.",
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
    description:
      "Costs money, and is never sent twice: the domain is registered with Norid at once, and a zone is created for it. `expires_at` of the answer is a date, `2026-11-17`.",
    parameters: {
      domain_name: body(norwegianDomain, "The domain to register, `example.no`."),
      registrant_type: body(oneOf("organization", "person"), "Who is to own it."),
      email: body(email, "E-mail address of the registrant."),
      applicant_name: body(v.pipe(words, v.maxLength(255)), "Name of the applicant, at most 255 characters."),
      zip_code: body(words, "Postal code."),
      city: body(words, "City."),
      org_number: optional(
        body(v.pipe(v.string(), v.regex(/^\d{9}$/, "must have 9 digits")), "Organization number; for an organization."),
      ),
      company_name: optional(
        body(v.pipe(words, v.maxLength(255)), "Name of the company, at most 255 characters; for an organization."),
      ),
      pid: optional(body(personId, "Norid's person id, `N.PRI.12345678`; for a person.")),
      first_name: optional(body(words, "For a person.")),
      last_name: optional(body(words, "For a person.")),
      use_gigahost_ns: optional(body(trueOrFalse, "Use Gigahost's name servers; default true.")),
      nameservers: optional(body(nameservers, "At least two; required if use_gigahost_ns is false.")),
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

  /** Changes the owner of a registered .no domain. Costs money: a new order, one more year. Reference line 305. */
  changeRegistrant: {
    method: "PUT",
    path: "/dns/zones/{zone_id}/registrant",
    summary: "Change the owner of a registered .no domain",
    description:
      "Costs money: this is a new order that extends the domain by one year. Norid's declaration must be " +
      "accepted. Never sent twice.",
    parameters: {
      zone_id: zoneId,
      registrant_type: body(oneOf("organization", "person"), "Who is to own it."),
      email: body(email, "E-mail address of the registrant."),
      applicant_name: body(v.pipe(words, v.maxLength(255)), "Name of the applicant, at most 255 characters."),
      zip_code: body(words, "Postal code."),
      city: body(words, "City."),
      agree_to_terms: body(v.literal(true, "must be true"), "Norid's applicant declaration is accepted."),
      org_number: optional(
        body(v.pipe(v.string(), v.regex(/^\d{9}$/, "must have 9 digits")), "Organization number; for an organization."),
      ),
      company_name: optional(
        body(v.pipe(words, v.maxLength(255)), "Name of the company, at most 255 characters; for an organization."),
      ),
      pid: optional(body(personId, "Norid's person id, `N.PRI.12345678`; for a person.")),
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
    description:
      "When off, the domain expires at the end of its period, and somebody else can register it. Only for a .no domain that " +
      "is registered through Gigahost.",
    parameters: { zone_id: zoneId, auto_renew: body(zeroOrOne, "1 on, 0 off.") },
    answer: data(nothing),
    confirm: { because: "is hard to undo", type: "zone_id", when: (given) => given.auto_renew === 0 },
    line: 332,
  },

  /** Sets the name servers of a registered .no domain; they must answer for it already. Reference line 351. */
  setNameservers: {
    method: "PUT",
    path: "/dns/zones/{zone_id}/nameservers",
    summary: "Set the name servers of a registered .no domain",
    description:
      "The name servers are asked first whether they are authoritative for the domain, and refused where " +
      "they aren't. Other name servers than Gigahost's turn `external_dns` on: the zone stored here is no longer served, " +
      "and redirects stop working. Only for a registered domain.",
    parameters: { zone_id: zoneId, nameservers: body(nameservers, "Host names, at least two.") },
    answer: data(nothing),
    confirm: { because: "is hard to undo", type: "zone_id" },
    line: 351,
  },

  /**
   * Changes the registrant's e-mail address of a registered domain. With protection, the answer's address is an alias
   * that forwards to it. Reference line 602.
   */
  setRegistrantEmail: {
    method: "PUT",
    path: "/dns/zones/{zone_id}/registrant-email",
    summary: "Change the registrant's e-mail address",
    description:
      "With protection a random address at whoisbeskyttelse.no is shown instead, which forwards to yours. " +
      "Refused with 403 for a domain that isn't registered through Gigahost.",
    parameters: {
      zone_id: zoneId,
      email: body(email, "The new address."),
      enable_protection: optional(body(trueOrFalse, "Show an alias in WHOIS; default false.")),
    },
    answer: data(shape({ protected: v.boolean(), email: text })),
    line: 602,
  },
});
