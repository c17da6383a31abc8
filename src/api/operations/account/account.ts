import * as v from "valibot";
import { body, data, optional, secret, section } from "../../operation.ts";
import { flag, id, listOf, moment, nothing, perhaps, shape, text, textOrNull } from "../../values/answer-values.ts";
import { anyBut, exactlyOneOf, neededFor } from "../../values/parameter-rules.ts";
import { anyText, email, oneOf, plainText, wholeFrom, words, zeroOrOne } from "../../values/request-values.ts";

const sshKey = shape({ key_id: id, key_name: text, key_added: moment, key_data: text });

const passkey = shape({ passkey_id: id, passkey_name: text, created_at: moment, last_used: moment });

const contact = shape({
  contact_id: id,
  contact_name: text,
  contact_username: text,
  /** `admin`, `user` or `server`. */
  contact_access_level: text,
  contact_2fa: flag,
});

const order = shape({
  order_id: id,
  order_number: id,
  order_status: text,
  order_billing_cycle: text,
  products: listOf(shape({ op_id: id, srv_id: id, product_id: id, product_name: text, srv_name: text })),
});

const accountAnswer = shape({
  cust_id: id,
  cust_name: text,
  cust_address: text,
  cust_zipcode: text,
  cust_city: text,
  cust_country: text,
  cust_phone: text,
  cust_email: text,
  cust_company_no: text,
  cust_billing_email: text,
  cust_newsletter: flag,
  cust_incident: flag,
  cust_bandwidth_notification: flag,
  cust_email_on_login: flag,
  cust_notify_service_renewal: flag,
  cust_partner: flag,
  sshkeys: listOf(sshKey),
  passkeys: listOf(passkey),
  /** For administrators. */
  contacts: perhaps(listOf(contact)),
  /** For administrators. */
  orders: perhaps(listOf(order)),
  /** The older kind of key: a secret. */
  api_key: perhaps(textOrNull),
});

/** The smallest top-up of each currency. */
const minAmount: Readonly<Record<string, number>> = { nok: 100, eur: 10, usd: 10 };

/** The account itself: its data, one's own login, credit, and closing it. */
export const account = section({
  /**
   * Gets the account: contact data, notices, SSH keys and passkeys; for administrators also users and orders. The
   * only way to list keys and users. Reference line 746.
   */
  get: {
    method: "GET",
    path: "/account",
    summary: "Get the account with its keys, users and orders",
    description: "This is the only list of SSH keys, passkeys and users.",
    parameters: {},
    answer: data(accountAnswer),
    secrets: ["api_key", "contact_2fa_secret"],
    line: 746,
  },

  /** Lists what happened to the account lately; for administrators, not with an API key. Reference line 763. */
  listActivity: {
    method: "GET",
    path: "/account/activity",
    summary: "List recent account activity",
    description: "For administrators only. Refused with 403 for an API key.",
    parameters: {},
    answer: data(
      listOf(
        shape({
          log_id: id,
          contact_id: id,
          contact_name: text,
          contact_username: text,
          log_timestamp: moment,
          log_entry: text,
        }),
      ),
    ),
    line: 763,
  },

  /** Changes the address and where bills go; only what is given. HTML characters are refused. Reference line 775. */
  update: {
    method: "PUT",
    path: "/account",
    summary: "Change the postal address and where bills go",
    description: "Only what is given changes. HTML characters are refused.",
    parameters: {
      cust_address: optional(body(plainText, "Street and number.")),
      cust_address2: optional(body(plainText, "Second line of the address.")),
      cust_zipcode: optional(body(plainText, "Postal code.")),
      cust_city: optional(body(plainText, "City.")),
      cust_province: optional(body(plainText, "Province.")),
      cust_country: optional(body(plainText, "Country.")),
      cust_billing_email: optional(body(anyText, "E-mail address for bills.")),
      cust_billing_email2: optional(body(anyText, "Second e-mail address for bills.")),
    },
    answer: data(nothing),
    check: anyBut(),
    line: 775,
  },

  /** Says which e-mails the account gets; all five at once. Reference line 795. */
  updateNotifications: {
    method: "PUT",
    path: "/account/notifications",
    summary: "Choose which e-mails the account gets",
    description: "Sets all five at once; `account.get` shows them as true and false.",
    parameters: {
      cust_newsletter: body(zeroOrOne, "1 for product news."),
      cust_incident: body(zeroOrOne, "1 for incidents."),
      cust_bandwidth_notification: body(zeroOrOne, "1 for traffic above the threshold."),
      cust_email_on_login: body(zeroOrOne, "1 for every login."),
      cust_notify_service_renewal: body(zeroOrOne, "1 for upcoming renewals."),
    },
    answer: data(nothing),
    line: 795,
  },

  /** Changes one's own password; a weak or leaked one is refused with 400. Reference line 898. */
  changePassword: {
    method: "POST",
    path: "/account/password",
    summary: "Change your own password",
    description: "A weak or leaked one is refused with 400.",
    parameters: {
      current: secret(body(words, "The current password.")),
      new: secret(body(words, "The new password.")),
    },
    answer: data(nothing),
    status: 201,
    line: 898,
  },

  /**
   * Changes the account's e-mail address in two calls: first with `email`, to which a link is sent; then with the
   * `hash` of that link. Reference line 910.
   */
  changeEmail: {
    method: "POST",
    path: "/account/email",
    summary: "Change the account's e-mail address, in two calls",
    description:
      "The first call, with `email`, sends a link and changes nothing; the second, with the `hash` from that " +
      "link, changes the login address.",
    parameters: {
      email: optional(body(email, "The new address; for the first call.")),
      hash: secret(optional(body(words, "From the link; for the second call."))),
    },
    answer: data(nothing),
    confirm: { because: "is hard to undo", when: (given) => given.hash !== undefined },
    check: exactlyOneOf("email", "hash"),
    status: 201,
    line: 910,
  },

  /**
   * Confirms the e-mail address of a user with the hash that was sent there, which activates the user. Reference line
   * 926.
   */
  validateEmail: {
    method: "POST",
    path: "/account/validate",
    summary: "Confirm the e-mail address of a user",
    description: "Also activates the user. Works without logging in, once for each hash.",
    parameters: {
      hash: secret(
        body(
          v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/i, "must be 32 hexadecimal digits")),
          "Out of the e-mail, 32 hexadecimal digits.",
        ),
      ),
    },
    answer: data(nothing),
    line: 926,
  },

  /** Turns one's second factor on or off; once off, it has to be set up again from the start. Reference line 937. */
  setTwoFactor: {
    method: "POST",
    path: "/account/2fa",
    summary: "Turn your second factor on or off",
    description:
      "Once turned off, the authenticator has to be set up again: its old QR code becomes invalid. With a second factor a " +
      "password alone is refused by every call; an API key is not.",
    parameters: {
      type: body(oneOf("enable", "disable"), "Which of the two."),
      code: secret(
        body(
          v.pipe(v.string(), v.regex(/^\d{6}$/, "must have 6 digits")),
          "Six digits of the authenticator, as text: a leading zero counts.",
        ),
      ),
    },
    answer: data(nothing),
    confirm: { because: "is hard to undo", when: (given) => given.type === "disable" },
    line: 937,
  },

  /** Sets the language of one's messages, those in answers too. Reference line 1000. */
  setLanguage: {
    method: "PUT",
    path: "/account/language",
    summary: "Set the language of your messages",
    description: "Also the language of the server's answers.",
    parameters: { contact_language: body(oneOf("no", "en"), "Norwegian or English.") },
    answer: data(nothing),
    line: 1000,
  },

  /**
   * Resets a forgotten password in two calls: with `username` a link is sent; with `stage: "2"` and the link's
   * `hash` a new password is. The answer doesn't tell whether the user exists. Reference line 1009.
   */
  resetPassword: {
    method: "POST",
    path: "/account/reset",
    summary: "Reset a forgotten password, in two calls",
    description:
      'First with `username`, which is sent a link; then with `stage` "2" and the `hash` out of that link, upon ' +
      "which a new password is sent and the old one is void. The answer never says whether the user exists.",
    parameters: {
      username: optional(body(words, "E-mail address of the user; for the first call.")),
      stage: optional(body(v.literal("2", 'must be the text "2"'), "For the second call, the text `2`.")),
      hash: secret(optional(body(words, "From the link; for the second call."))),
    },
    answer: data(nothing),
    open: true,
    confirm: { because: "destroys", when: (given) => given.hash !== undefined },
    check: (given) => {
      const problems = exactlyOneOf("username", "hash")(given);
      return given.hash === undefined ? problems : [...problems, ...neededFor(given, ["stage"], "with hash")];
    },
    line: 1009,
  },

  /**
   * Makes an invoice that tops the account's credit up. Costs money. At least 100 NOK, 10 EUR or 10 USD; for Norwegian
   * customers with VAT in it; five unpaid ones at most. Reference line 1366.
   */
  topUp: {
    method: "POST",
    path: "/account/topup",
    summary: "Create an invoice that tops up the credit",
    description:
      "Costs money, and is never sent twice: an open invoice is made, to be paid as any other. At most five " +
      "unpaid ones, and a highest balance per account. For Norwegians VAT is in the amount. Needs a verified " +
      "account or an active order.",
    parameters: {
      currency: body(oneOf("nok", "eur", "usd"), "Currency of the amount."),
      amount: body(wholeFrom(10), "Whole units of the currency; at least 100 NOK, 10 EUR or 10 USD."),
    },
    answer: data(nothing),
    once: true,
    confirm: { because: "costs money", type: "amount" },
    check: (given) => {
      const least = minAmount[String(given.currency)] ?? 0;
      return Number(given.amount) < least
        ? [`amount must be at least ${least} ${String(given.currency).toUpperCase()}`]
        : [];
    },
    line: 1366,
  },

  /**
   * Closes the account for good: cards, users, keys, tickets and orders go with it. Refused while it has services,
   * orders or unpaid invoices. This can't be undone. Reference line 1382.
   */
  close: {
    method: "DELETE",
    path: "/account/delete",
    summary: "Close the account permanently",
    description:
      "This can't be undone: cards, users, keys, tickets and orders are deleted, and the account can't be " +
      "opened again. Refused with 400, with the reason, while there are services, orders or unpaid bills.",
    parameters: {},
    answer: data(nothing),
    once: true,
    confirm: { because: "destroys" },
    line: 1382,
  },
});
