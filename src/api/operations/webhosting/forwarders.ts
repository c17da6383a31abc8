import * as v from "valibot";
import { undocumented } from "../../answer-values.ts";
import { body, data, path, section } from "../../operation.ts";
import { listOf, words } from "../../request-values.ts";
import { hostingId } from "./hosting-id.ts";

const forwarder = path(words, "The address that is passed on, as `list` shows it.");
const destinations = body(v.union([listOf(words), words]), "Where mail goes: a list, or one text with commas between.");

/** Addresses whose mail is passed on. */
export const webhostingForwarders = section({
  /** Lists the forwarders. Reference line 2005. */
  list: {
    method: "GET",
    path: "/webhosting/{id}/email-forwarders",
    summary: "List the e-mail forwarders",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 2005,
  },

  /** Passes the mail of an address on. Reference line 2014. */
  create: {
    method: "POST",
    path: "/webhosting/{id}/email-forwarders",
    summary: "Create an e-mail forwarder",
    parameters: { id: hostingId, user: body(words, "The part before the @."), destinations },
    answer: data(undocumented),
    line: 2014,
  },

  /** Changes where a forwarder leads; the destinations replace the ones it had. Reference line 2024. */
  update: {
    method: "PUT",
    path: "/webhosting/{id}/email-forwarders/{user}",
    summary: "Change where an e-mail forwarder leads",
    parameters: { id: hostingId, user: forwarder, destinations },
    answer: data(undocumented),
    line: 2024,
  },

  /** Deletes a forwarder. Reference line 2035. */
  delete: {
    method: "DELETE",
    path: "/webhosting/{id}/email-forwarders/{user}",
    summary: "Delete an e-mail forwarder",
    parameters: { id: hostingId, user: forwarder },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "user" },
    line: 2035,
  },
});
