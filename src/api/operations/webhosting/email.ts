import * as v from "valibot";
import { body, data, optional, path, secret, section } from "../../operation.ts";
import { undocumented } from "../../values/answer-values.ts";
import { anyBut } from "../../values/parameter-rules.ts";
import { anyText, email as emailAddress, oneOf, trueOrFalse, wholeFrom, words } from "../../values/request-values.ts";
import { hostingId } from "./hosting-id.ts";
import { localPart } from "./local-part.ts";

const mailbox = path(emailAddress, "The whole address, `ola@example.no`.");
const quota = body(wholeFrom(0), "Size in MB; 0 for no limit.");

/** Mailboxes of a hosting account, and what is done with all mail to its domain. */
export const webhostingEmail = section({
  /** Lists the mailboxes. Reference line 1949. */
  list: {
    method: "GET",
    path: "/webhosting/{id}/emails",
    summary: "List the mailboxes",
    description: "Of the account's domain.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 1949,
  },

  /** Creates a mailbox; `email` is the part before the @ here. Reference line 1958. */
  create: {
    method: "POST",
    path: "/webhosting/{id}/emails",
    summary: "Create a mailbox",
    description: "`email` is the part before the @ here, and the whole address everywhere else.",
    parameters: {
      id: hostingId,
      email: body(localPart, "The part before the @."),
      password: secret(body(words, "Password of the mailbox.")),
      quota: optional(quota),
    },
    answer: data(undocumented),
    line: 1958,
  },

  /** Sets the password of a mailbox. Reference line 1971. */
  setPassword: {
    method: "PUT",
    path: "/webhosting/{id}/emails/{email}/password",
    summary: "Set the password of a mailbox",
    description: "Mail programs that use the old one are refused at once.",
    parameters: { id: hostingId, email: mailbox, password: secret(body(words, "The new password.")) },
    answer: data(undocumented),
    line: 1971,
  },

  /** Sets the size of a mailbox, in MB. Reference line 1982. */
  setQuota: {
    method: "PUT",
    path: "/webhosting/{id}/emails/{email}/quota",
    summary: "Set the size of a mailbox",
    description: "In MB; 0 for no limit.",
    parameters: { id: hostingId, email: mailbox, quota },
    answer: data(undocumented),
    line: 1982,
  },

  /** Deletes a mailbox with its mail. Reference line 1993. */
  delete: {
    method: "DELETE",
    path: "/webhosting/{id}/emails/{email}",
    summary: "Delete a mailbox",
    description: "Deletes all its mail, too.",
    parameters: { id: hostingId, email: mailbox },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "email" },
    line: 1993,
  },

  /** Gets what is done with mail to addresses that don't exist. Reference line 2047. */
  getCatchAll: {
    method: "GET",
    path: "/webhosting/{id}/email-catch-all",
    summary: "Get the handling of mail to unknown addresses",
    description: "Mail to addresses that don't exist.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 2047,
  },

  /**
   * Sets what is done with mail to addresses that don't exist. The document doesn't list the values. Reference line
   * 2056.
   */
  setCatchAll: {
    method: "PUT",
    path: "/webhosting/{id}/email-catch-all",
    summary: "Set the handling of mail to unknown addresses",
    description: "The vendor's document doesn't list the values of `catch`: `getCatchAll` shows the current one.",
    parameters: {
      id: hostingId,
      catch: body(words, "What to do: refuse the mail, or forward it."),
      value: optional(body(anyText, "The address to forward it to.")),
    },
    answer: data(undocumented),
    line: 2056,
  },

  /** Gets whether mail is signed (DKIM). Reference line 2126. */
  getDkim: {
    method: "GET",
    path: "/webhosting/{id}/email-dkim",
    summary: "Get whether DKIM signing is on",
    description: "On or off.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 2126,
  },

  /** Turns signing (DKIM) on or off, with its DNS record where the zone is at Gigahost. Reference line 2135. */
  setDkim: {
    method: "PUT",
    path: "/webhosting/{id}/email-dkim",
    summary: "Turn DKIM signing on or off",
    description: "If Gigahost serves the zone, its DNS record is changed as well.",
    parameters: { id: hostingId, enable: body(trueOrFalse, "True for on, false for off.") },
    answer: data(undocumented),
    line: 2135,
  },

  /** Gets the settings of the spam filter. Reference line 2147. */
  getSpamFilter: {
    method: "GET",
    path: "/webhosting/{id}/spamfilter",
    summary: "Get the settings of the spam filter",
    description: "Scores, lists and where spam goes.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 2147,
  },

  /** Changes settings of the spam filter. Reference line 2156. */
  updateSpamFilter: {
    method: "PUT",
    path: "/webhosting/{id}/spamfilter",
    summary: "Change settings of the spam filter",
    description: "Only what is given changes.",
    parameters: {
      id: hostingId,
      where: optional(body(words, "Where spam goes.")),
      required_hits: optional(body(v.number(), "Score from which a mail is spam.")),
      high_score_block: optional(body(oneOf("yes", "no"), "yes to block mail of a very high score.")),
      high_score: optional(body(v.number(), "Score from which it is very high.")),
      rewrite_subject: optional(body(trueOrFalse, "True to mark the subject of spam.")),
      subject_tag: optional(body(anyText, "The mark.")),
      blacklist_from: optional(body(anyText, "Senders whose mail is always spam.")),
      whitelist_from: optional(body(anyText, "Senders whose mail is never spam.")),
    },
    answer: data(undocumented),
    check: anyBut("id"),
    line: 2156,
  },
});
