import * as v from "valibot";
import { body, data, optional, path, section } from "../../operation.ts";
import { nothing, undocumented } from "../../values/answer-values.ts";
import { neededFor } from "../../values/parameter-rules.ts";
import { oneOf, id as someId, words } from "../../values/request-values.ts";

const base64url = v.pipe(v.string(), v.regex(/^[\w-]+={0,2}$/, "must be base64url"));

/** Passkeys to log in with; `account.get` lists them. */
export const accountPasskeys = section({
  /**
   * Registers a passkey in two calls: `step: "begin"` gives the options for the authenticator (WebAuthn), `step:
   * "finish"` takes what it answered, before long. Reference line 972.
   */
  register: {
    method: "POST",
    path: "/account/passkey",
    summary: "Register a passkey, in two calls",
    description:
      "`begin` gives the options for a browser's authenticator; `finish` accepts its answer, for a short time.",
    parameters: {
      step: body(oneOf("begin", "finish"), "Which of the two calls."),
      clientDataJSON: optional(body(base64url, "From the authenticator, base64url; for `finish`.")),
      attestationObject: optional(body(base64url, "From the authenticator, base64url; for `finish`.")),
      name: optional(body(v.pipe(words, v.maxLength(64)), "Name of the passkey, at most 64 characters; for `finish`.")),
    },
    answer: data(undocumented),
    check: (given) =>
      given.step === "finish" ? neededFor(given, ["clientDataJSON", "attestationObject"], "to finish") : [],
    line: 972,
  },

  /** Removes a passkey: nobody can log in with it from then on. Reference line 991. */
  delete: {
    method: "DELETE",
    path: "/account/passkey/{id}",
    summary: "Remove a passkey",
    description: "Nobody can log in with it from then on.",
    parameters: { id: path(someId, "Id of the passkey, `passkey_id` in `account.get`.") },
    answer: data(nothing),
    confirm: { because: "destroys", type: "id" },
    line: 991,
  },
});
