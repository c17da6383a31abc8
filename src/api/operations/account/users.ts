import * as v from "valibot";
import { body, data, optional, path, secret, section } from "../../operation.ts";
import { flag, id, listOf, nothing, perhaps, shape, text, textOrNull } from "../../values/answer-values.ts";
import { email, oneOf, plainWords, id as someId, words } from "../../values/request-values.ts";

const userId = path(someId, "Id of the user, `contact_id` in `account.get`.");
const accessLevel = oneOf("admin", "user", "server");

const userAnswer = shape({
  contact_id: id,
  contact_name: text,
  contact_username: text,
  /** `admin`, `user` or `server`. */
  contact_access_level: text,
  contact_active: flag,
  contact_2fa: flag,
  /** The `id` of an entry is the `relation_id` that takes the server away again. */
  servers: listOf(shape({ id, srv_id: id, srv_name: text, ip_address: text })),
  servers_unassigned: listOf(shape({ srv_id: id, srv_name: text, ip_address: text })),
  /** The seed of the second factor: a secret. */
  contact_2fa_secret: perhaps(textOrNull),
});

/** The people who may log in, and the servers each may see. For administrators; `account.get` lists them. */
export const accountUsers = section({
  /** Gets one user, with the servers given to it and those that could be. Reference line 812. */
  get: {
    method: "GET",
    path: "/account/user/{id}",
    summary: "Get one user and its servers",
    description: "The `id` of each of its servers is the `relation_id` that takes it away.",
    parameters: { id: userId },
    answer: data(userAnswer),
    secrets: ["contact_2fa_secret"],
    line: 812,
  },

  /**
   * Adds a user, who gets a link by e-mail that is good for 24 hours to set a password. The answer carries no id: see
   * `account.get`. Reference line 826.
   */
  create: {
    method: "POST",
    path: "/account",
    summary: "Add a user to the account",
    description: "The user gets a link, valid for 24 hours, and is inactive until a password is set there.",
    parameters: {
      name: body(plainWords, "Name as shown, without HTML characters."),
      username: body(email, "E-mail address to log in with."),
      accesslevel: body(accessLevel, "What the user may do."),
    },
    answer: data(nothing),
    line: 826,
  },

  /**
   * Changes a user. A new e-mail address has to be confirmed again; the last administrator stays one. Other names than
   * `create` has. Reference line 844.
   */
  update: {
    method: "PUT",
    path: "/account/user/{id}",
    summary: "Change a user",
    description:
      "Send name, address and access level, changed or not. A new address gets a link to confirm it. The " +
      "last administrator can't be demoted.",
    parameters: {
      id: userId,
      contact_name: body(words, "Name as shown."),
      contact_username: body(email, "E-mail address to log in with; a new one has to be confirmed."),
      contact_access_level: body(accessLevel, "What the user may do."),
      contact_password: secret(
        optional(
          body(
            v.pipe(v.string(), v.minLength(5, "must have at least 5 characters")),
            "New password, at least 5 characters; a weak or leaked one is refused.",
          ),
        ),
      ),
    },
    answer: data(nothing),
    line: 844,
  },

  /** Removes a user; not oneself. Reference line 863. */
  delete: {
    method: "DELETE",
    path: "/account/user/{id}",
    summary: "Remove a user",
    description: "Its access ends at once. You can't remove yourself.",
    parameters: { id: userId },
    answer: data(nothing),
    confirm: { because: "destroys", type: "id" },
    line: 863,
  },

  /** Lets a user see and run a server. The answer carries no `relation_id`: see `get`. Reference line 874. */
  assignServer: {
    method: "PUT",
    path: "/account/user/{id}/server",
    summary: "Give a user access to a server",
    description: "The answer carries no `relation_id`: see `get`.",
    parameters: { id: userId, srv_id: body(someId, "Id of the server.") },
    answer: data(nothing),
    line: 874,
  },

  /** Takes a user's access to a server away. Reference line 884. */
  unassignServer: {
    method: "DELETE",
    path: "/account/user/{id}/server/{relation_id}",
    summary: "End a user's access to a server",
    description: "The server itself is not changed.",
    parameters: { id: userId, relation_id: path(someId, "`servers[].id` of `get`, not the server's id.") },
    answer: data(nothing),
    confirm: { because: "destroys", type: "relation_id" },
    line: 884,
  },
});
