import * as v from "valibot";
import { body, data, path, section } from "../../operation.ts";
import { undocumented } from "../../values/answer-values.ts";
import { email, listOf, words } from "../../values/request-values.ts";
import { hostingId } from "./hosting-id.ts";
import { localPart } from "./local-part.ts";

const forwarder = path(words, "The forwarded address, as `list` shows it.");
const destinations = body(
  v.union([
    listOf(email),
    v.pipe(
      v.string(),
      v.check(
        (text) => text.split(",").every((one) => isAddress(one.trim())),
        "must be e-mail addresses with commas between",
      ),
    ),
  ]),
  "Where mail goes: a list of addresses, or one text with commas between.",
);

const isAddress = (text: string) => v.is(email, text);

/** Addresses whose mail is passed on. */
export const webhostingForwarders = section({
  /** Lists the forwarders. Reference line 2005. */
  list: {
    method: "GET",
    path: "/webhosting/{id}/email-forwarders",
    summary: "List the e-mail forwarders",
    description: "Of the account's domain.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 2005,
  },

  /** Passes the mail of an address on. Reference line 2014. */
  create: {
    method: "POST",
    path: "/webhosting/{id}/email-forwarders",
    summary: "Create an e-mail forwarder",
    description: "Mail to that address is forwarded from now on.",
    parameters: { id: hostingId, user: body(localPart, "The part before the @."), destinations },
    answer: data(undocumented),
    line: 2014,
  },

  /** Changes where a forwarder leads; the destinations replace the ones it had. Reference line 2024. */
  update: {
    method: "PUT",
    path: "/webhosting/{id}/email-forwarders/{user}",
    summary: "Change the target of an e-mail forwarder",
    description: "The new destinations replace all previous ones.",
    parameters: { id: hostingId, user: forwarder, destinations },
    answer: data(undocumented),
    line: 2024,
  },

  /** Deletes a forwarder. Reference line 2035. */
  delete: {
    method: "DELETE",
    path: "/webhosting/{id}/email-forwarders/{user}",
    summary: "Delete an e-mail forwarder",
    description: "Mail to that address is no longer forwarded.",
    parameters: { id: hostingId, user: forwarder },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "user" },
    line: 2035,
  },
});
