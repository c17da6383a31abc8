import { id, numeric, perhaps, shape, text } from "../answer-values.ts";
import { body, data, optional, secret, section } from "../operation.ts";
import { words } from "../request-values.ts";

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
    parameters: {
      username: body(words, "E-mail address of the user."),
      password: secret(body(words, "Password of the user.")),
      code: secret(optional(body(words, "Six digits of the second factor, as text: a leading zero counts."))),
    },
    answer: data(shape({ token: text, token_expire: numeric, customer_id: id, ga_secret: perhaps(text) })),
    open: true,
    secrets: ["token", "ga_secret"],
    line: 20,
  },
});
