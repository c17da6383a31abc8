import * as v from "valibot";
import { body, data, optional, section, wrapped } from "../../operation.ts";
import { id, listOf, moment, shape, text, undocumented } from "../../values/answer-values.ts";
import { numberId, id as someId, trueOrFalse, words } from "../../values/request-values.ts";
import { hostingId } from "./hosting-id.ts";

const hostingAccount = shape({
  hosting_id: id,
  domain: text,
  username: text,
  package: text,
  status: text,
  created_date: moment,
  order_number: id,
  order_renewal: moment,
  order_status: text,
});

/** Hosting accounts: ordering, changing and ending them, and what they use. */
export const webhosting = section({
  /** Lists the hosting accounts. Reference line 1865. */
  list: {
    method: "GET",
    path: "/webhosting",
    summary: "List the hosting accounts",
    description: "Its `hosting_id` is the `id` of everything below `webhosting`.",
    parameters: {},
    answer: wrapped("hosting", shape({ hosting: listOf(hostingAccount) })),
    line: 1865,
  },

  /** Gets one hosting account: domain, package, status, order and use. Reference line 1874. */
  get: {
    method: "GET",
    path: "/webhosting/{id}",
    summary: "Get one hosting account",
    description: "Domain, package, status, order and use.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 1874,
  },

  /** Orders a hosting account for a zone one has; the login comes by e-mail. Costs money. Reference line 1885. */
  order: {
    method: "POST",
    path: "/webhosting",
    summary: "Order a hosting account",
    description:
      "Costs money, and is never sent twice. The login comes by e-mail. `update_dns` creates the usual records for web and mail in the zone.",
    parameters: {
      zone_id: body(someId, "Id of the zone to host."),
      product_id: body(numberId, "Id of the package."),
      billing_period: body(v.picklist([1, 3, 6, 12], "must be 1, 3, 6 or 12"), "Months: 1, 3, 6 or 12."),
      update_dns: optional(body(v.literal(1, "must be 1, or left out"), "1 to create the records for web and mail.")),
    },
    answer: data(shape({ message: text, hosting_id: id, domain: text, username: text })),
    once: true,
    confirm: { because: "costs money", type: "zone_id" },
    status: 201,
    line: 1885,
  },

  /**
   * Moves an account to another package. Can cost money: with more than 30 days of the period to go there is an
   * invoice for the difference. Reference line 1902.
   */
  upgrade: {
    method: "PUT",
    path: "/webhosting/{id}",
    summary: "Move a hosting account to another package",
    description:
      "If more than 30 days of the period remain, an invoice for the difference is created. Never sent twice.",
    parameters: { id: hostingId, product_id: body(numberId, "Id of the new package.") },
    answer: data(undocumented),
    once: true,
    confirm: { because: "costs money", type: "id" },
    line: 1902,
  },

  /**
   * Ends an account when its next bill would come, or at once with all its data and without a refund. The document
   * doesn't say where the parameters go; they are sent as JSON. Reference line 1914.
   */
  cancel: {
    method: "DELETE",
    path: "/webhosting/{id}/cancel",
    summary: "End a hosting account",
    description:
      "Ends it when its next bill would come, and credits unpaid bills that aren't due; with " +
      "`early_termination` it ends at once, with all data, without a refund.",
    parameters: {
      id: hostingId,
      reason: body(words, "Why it ends."),
      early_termination: optional(body(trueOrFalse, "True to delete it now; default false.")),
    },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "id" },
    line: 1914,
  },

  /** Gets what an account uses: disk, traffic and so on. Reference line 1929. */
  getStats: {
    method: "GET",
    path: "/webhosting/{id}/stats",
    summary: "Get the usage of a hosting account",
    description: "Disk, traffic and resources.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 1929,
  },

  /** Lists the additional domains of an account. Reference line 1938. */
  listDomains: {
    method: "GET",
    path: "/webhosting/{id}/domains",
    summary: "List the additional domains of a hosting account",
    description: "In addition to the account's own domain.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 1938,
  },
});
