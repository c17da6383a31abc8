import { body, data, optional, secret, section } from "../operation.ts";
import { flag, id, numeric, perhaps, shape, text, textOrNull } from "../values/answer-values.ts";
import { words } from "../values/request-values.ts";

/** Logging in with user name and password. */
export const authentication = section({
  /**
   * Gets a session token; the client logs in by itself where it is made with `session: true`. `token_expire` is in
   * seconds since 1970. The answer can carry `ga_secret`, the seed of the second factor. Reference line 20.
   */
  logIn: {
    method: "POST",
    path: "/authenticate",
    summary: "Get a session token for a user name and password",
    description:
      "A client created with `session: true` does this by itself. The answer can hold the seed of " +
      "the second factor.",
    parameters: {
      username: body(words, "E-mail address of the user."),
      password: secret(body(words, "Password of the user.")),
      code: secret(optional(body(words, "Six digits of the second factor, as text: a leading zero counts."))),
    },
    answer: data(
      shape({
        token: text,
        /** Seconds since 1970. */
        token_expire: numeric,
        customer_id: id,
        customer_name: perhaps(text),
        contact_id: perhaps(id),
        contact_username: perhaps(text),
        contact_access_level: perhaps(text),
        ga_enabled: perhaps(flag),
        /** The seed of the second factor: a secret. */
        ga_secret: perhaps(textOrNull),
        vat: perhaps(numeric),
      }),
    ),
    open: true,
    secrets: ["token", "ga_secret"],
    line: 20,
  },
});
