import * as v from "valibot";
import { body, data, optional, path, secret, section } from "../../operation.ts";
import { flag, id, listOf, moment, nothing, shape, text } from "../../values/answer-values.ts";
import { anyBut, neededFor } from "../../values/parameter-rules.ts";
import { anyText, email, numberId, id as someId, trueOrFalse, words, zeroOrOne } from "../../values/request-values.ts";

const clientId = path(someId, "Id of the sub-client, `client_id` in `list`.");
const password = v.pipe(v.string(), v.minLength(6, "must have at least 6 characters"));

/** Its access ends, or where its bills go is forgotten. */
const takesAway = (given: Readonly<Record<string, unknown>>) =>
  [given.client_active, given.client_login_enabled, given.client_invoice_direct].includes(0);

const clientAnswer = shape({
  client_id: id,
  client_username: text,
  client_name: text,
  client_email: text,
  client_company_name: text,
  client_company_no: text,
  client_country: text,
  client_active: flag,
  client_login_enabled: flag,
  /** Gigahost bills the sub-client, not the partner. */
  client_invoice_direct: flag,
  client_billing_ehf: flag,
  client_2fa: flag,
  client_created: moment,
});

/** The `id` of an entry of `servers`, `domains` and `webhosting` is the `relation_id` that takes it away again. */
const clientWithResources = shape({
  client_id: id,
  client_username: text,
  client_name: text,
  client_email: text,
  servers: listOf(shape({ id, srv_id: id, srv_name: text, ip_address: text })),
  servers_unassigned: listOf(shape({ srv_id: id, srv_name: text, ip_address: text })),
  domains: listOf(shape({ id, zone_id: id, zone_name: text })),
  domains_unassigned: listOf(shape({ zone_id: id, zone_name: text })),
  webhosting: listOf(shape({ id, hosting_id: id, domain: text, package: text })),
  webhosting_unassigned: listOf(shape({ hosting_id: id, domain: text, package: text })),
});

/**
 * Sub-clients of a partner: customers of one's own, with what belongs to them. Refused with 403 for others than
 * partners.
 */
export const accountClients = section({
  /** Lists the sub-clients. Reference line 1156. */
  list: {
    method: "GET",
    path: "/account/clients",
    summary: "List the sub-clients",
    description: "Refused with 403 unless the account is a partner's.",
    parameters: {},
    answer: data(listOf(clientAnswer)),
    line: 1156,
  },

  /** Gets one sub-client, with what is assigned to it and what could be. Reference line 1168. */
  get: {
    method: "GET",
    path: "/account/clients/{id}",
    summary: "Get one sub-client and what is assigned to it",
    description:
      "Includes what can be assigned. The `id` of each assignment is the `relation_id` with which you end it.",
    parameters: { id: clientId },
    answer: data(clientWithResources),
    line: 1168,
  },

  /**
   * Creates a sub-client; its user name is made by the server. Billed directly, it needs name, e-mail and address,
   * and a company its number. Reference line 1182.
   */
  create: {
    method: "POST",
    path: "/account/clients",
    summary: "Create a sub-client",
    description:
      "User name `GH-` and a number, made by the server. With `send_login`, the password is sent by e-mail. " +
      "The names differ from those of a change: `name` here, `client_name` in `update`.",
    parameters: {
      name: body(words, "Name of the sub-client."),
      password: secret(body(password, "Password to log in with, at least 6 characters.")),
      email: optional(body(email, "E-mail address.")),
      phone: optional(body(anyText, "Telephone number.")),
      company_name: optional(body(anyText, "Name of the company.")),
      company_no: optional(
        body(anyText, "Organization number, 9 digits; needed by a company that is billed directly."),
      ),
      address: optional(body(anyText, "Street and number.")),
      zip: optional(body(anyText, "Postal code.")),
      city: optional(body(anyText, "City.")),
      country: optional(body(anyText, "Country.")),
      login_enabled: optional(body(zeroOrOne, "1, the default, to let it log in.")),
      invoice_direct: optional(body(zeroOrOne, "1 to bill the sub-client directly; default 0.")),
      send_login: optional(body(trueOrFalse, "Send it the user name and password by e-mail; default false.")),
    },
    answer: data(shape({ client_id: id, client_username: text })),
    check: (given) =>
      given.invoice_direct === 1
        ? neededFor(
            given,
            ["email", "address", ...(given.company_name === undefined ? [] : ["company_no"])],
            "where the sub-client is billed directly",
          )
        : [],
    status: 201,
    line: 1182,
  },

  /**
   * Changes a sub-client; only what is given. Billing it directly from now on needs its billing data to be whole;
   * invoices that went out stay as they are. Reference line 1207.
   */
  update: {
    method: "PUT",
    path: "/account/clients/{id}",
    summary: "Change a sub-client",
    description:
      "Only what is given changes. Direct billing that is turned on checks the billing data first; turned " +
      "off, it clears the invoice routing of everything that is assigned to the sub-client. Invoices that " +
      "went out stay as they are.",
    parameters: {
      id: clientId,
      client_name: optional(body(words, "Name.")),
      client_email: optional(body(anyText, "E-mail address.")),
      client_phone: optional(body(anyText, "Telephone number.")),
      client_company_name: optional(body(anyText, "Name of the company.")),
      client_company_no: optional(body(anyText, "Organization number, 9 digits.")),
      client_address: optional(body(anyText, "Street and number.")),
      client_zip: optional(body(anyText, "Postal code.")),
      client_city: optional(body(anyText, "City.")),
      client_country: optional(body(anyText, "Country.")),
      client_active: optional(body(zeroOrOne, "1 active, 0 not.")),
      client_login_enabled: optional(body(zeroOrOne, "1 to let it log in.")),
      client_invoice_direct: optional(body(zeroOrOne, "1 to bill the sub-client directly.")),
      password: secret(optional(body(password, "New password, at least 6 characters."))),
    },
    answer: data(nothing),
    confirm: { because: "is hard to undo", type: "id", when: takesAway },
    check: anyBut("id"),
    line: 1207,
  },

  /** Gives a sub-client a new password and sends it by e-mail; the old one is void. Reference line 1227. */
  sendLogin: {
    method: "POST",
    path: "/account/clients/{id}/sendlogin",
    summary: "Send a sub-client a new password",
    description: "The old password becomes invalid. Never sent twice.",
    parameters: { id: clientId },
    answer: data(nothing),
    once: true,
    confirm: { because: "destroys", type: "id" },
    line: 1227,
  },

  /** Deletes a sub-client; what was assigned to it goes back to the partner. Reference line 1238. */
  delete: {
    method: "DELETE",
    path: "/account/clients/{id}",
    summary: "Delete a sub-client",
    description: "Its servers, zones and hosting accounts go back to the partner.",
    parameters: { id: clientId },
    answer: data(nothing),
    confirm: { because: "destroys", type: "id" },
    line: 1238,
  },

  /** Gives a sub-client a server. The answer carries no `relation_id`: see `get`. Reference line 1249. */
  assignServer: {
    method: "PUT",
    path: "/account/clients/{id}/server",
    summary: "Give a sub-client a server",
    description:
      "It may see and run the server, and is billed for it where it is billed directly. The answer carries " +
      "no `relation_id`: see `get`.",
    parameters: { id: clientId, srv_id: body(someId, "Id of the server.") },
    answer: data(nothing),
    line: 1249,
  },

  /** Takes a server from a sub-client. Reference line 1259. */
  unassignServer: {
    method: "DELETE",
    path: "/account/clients/{id}/server/{relation_id}",
    summary: "Take a server from a sub-client",
    description: "The server goes back to the partner, with its bill; the server itself is not changed.",
    parameters: { id: clientId, relation_id: path(someId, "`servers[].id` of `get`, not the server's id.") },
    answer: data(nothing),
    confirm: { because: "destroys", type: "relation_id" },
    line: 1259,
  },

  /** Gives a sub-client a zone. The answer carries no `relation_id`: see `get`. Reference line 1269. */
  assignDomain: {
    method: "PUT",
    path: "/account/clients/{id}/domain",
    summary: "Give a sub-client a zone",
    description:
      "It may change the zone, and is billed for it where it is billed directly. The answer carries no " +
      "`relation_id`: see `get`.",
    parameters: { id: clientId, zone_id: body(someId, "Id of the zone.") },
    answer: data(nothing),
    line: 1269,
  },

  /** Takes a zone from a sub-client. Reference line 1279. */
  unassignDomain: {
    method: "DELETE",
    path: "/account/clients/{id}/domain/{relation_id}",
    summary: "Take a zone from a sub-client",
    description: "The zone goes back to the partner; the zone itself is not changed.",
    parameters: { id: clientId, relation_id: path(someId, "`domains[].id` of `get`, not the zone's id.") },
    answer: data(nothing),
    confirm: { because: "destroys", type: "relation_id" },
    line: 1279,
  },

  /**
   * Gives a sub-client a hosting account. The answer carries no `relation_id`: see `get`. Reference line 1289.
   */
  assignWebhosting: {
    method: "PUT",
    path: "/account/clients/{id}/webhosting",
    summary: "Give a sub-client a hosting account",
    description:
      "It may run the account, and is billed for it where it is billed directly. The answer carries no " +
      "`relation_id`: see `get`.",
    parameters: { id: clientId, hosting_id: body(numberId, "Id of the hosting account.") },
    answer: data(nothing),
    line: 1289,
  },

  /** Takes a hosting account from a sub-client. Reference line 1299. */
  unassignWebhosting: {
    method: "DELETE",
    path: "/account/clients/{id}/webhosting/{relation_id}",
    summary: "Take a hosting account from a sub-client",
    description: "The hosting account goes back to the partner; the account itself is not changed.",
    parameters: { id: clientId, relation_id: path(someId, "`webhosting[].id` of `get`, not the account's id.") },
    answer: data(nothing),
    confirm: { because: "destroys", type: "relation_id" },
    line: 1299,
  },
});
