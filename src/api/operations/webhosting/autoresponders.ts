import { body, data, optional, path, section } from "../../operation.ts";
import { undocumented } from "../../values/answer-values.ts";
import { anyBut } from "../../values/parameter-rules.ts";
import { anyText, oneOf, words } from "../../values/request-values.ts";
import { hostingId } from "./hosting-id.ts";
import { localPart } from "./local-part.ts";

const address = path(words, "The address that answers, as `list` shows it.");

const reply = {
  subject: optional(body(anyText, "Subject of the reply.")),
  text: optional(body(anyText, "Text of the reply.")),
  cc: optional(body(oneOf("ON", "OFF"), "ON to send the sender a copy.")),
  reply_once_time: optional(body(words, "How long a sender gets no second reply, `2d`.")),
};

/** Addresses that answer by themselves. */
export const webhostingAutoresponders = section({
  /** Lists the autoresponders. Reference line 2068. */
  list: {
    method: "GET",
    path: "/webhosting/{id}/autoresponders",
    summary: "List the autoresponders",
    description: "Of the account's domain.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 2068,
  },

  /** Gets one autoresponder. Reference line 2077. */
  get: {
    method: "GET",
    path: "/webhosting/{id}/autoresponders/{email}",
    summary: "Get one autoresponder",
    description: "By its whole address.",
    parameters: { id: hostingId, email: address },
    answer: data(undocumented),
    line: 2077,
  },

  /** Lets an address answer by itself. Reference line 2087. */
  create: {
    method: "POST",
    path: "/webhosting/{id}/autoresponders",
    summary: "Create an autoresponder",
    description: "It answers from now on; `user` is the part before the @.",
    parameters: { id: hostingId, user: body(localPart, "The part before the @."), ...reply },
    answer: data(undocumented),
    line: 2087,
  },

  /** Changes an autoresponder. Reference line 2102. */
  update: {
    method: "PUT",
    path: "/webhosting/{id}/autoresponders/{email}",
    summary: "Change an autoresponder",
    description: "Accepts the same parameters as `create`.",
    parameters: {
      id: hostingId,
      email: address,
      user: optional(body(localPart, "The part before the @.")),
      ...reply,
    },
    answer: data(undocumented),
    check: anyBut("id", "email"),
    line: 2102,
  },

  /** Deletes an autoresponder. Reference line 2114. */
  delete: {
    method: "DELETE",
    path: "/webhosting/{id}/autoresponders/{email}",
    summary: "Delete an autoresponder",
    description: "The mailbox is kept, and no longer answers.",
    parameters: { id: hostingId, email: address },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "email" },
    line: 2114,
  },
});
