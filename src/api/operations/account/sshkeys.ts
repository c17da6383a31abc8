import * as v from "valibot";
import { body, data, path, section } from "../../operation.ts";
import { nothing } from "../../values/answer-values.ts";
import { id as someId, words } from "../../values/request-values.ts";

/** SSH keys to install servers with; `account.get` lists them. */
export const accountSshkeys = section({
  /**
   * Adds a public key, to be chosen when a server is installed. The answer carries no id: see `account.get`.
   * Reference line 949.
   */
  create: {
    method: "POST",
    path: "/account/sshkey",
    summary: "Add an SSH public key",
    description:
      "Installed on new servers for which it is chosen. The answer carries no id: " + "`account.get` lists the keys.",
    parameters: {
      name: body(words, "Name of the key."),
      data: body(
        v.pipe(v.string(), v.regex(/^\S+ \S+/, "must be a public key in OpenSSH's form")),
        "The public key in OpenSSH's form, `ssh-ed25519 AAAA…`.",
      ),
    },
    answer: data(nothing),
    line: 949,
  },

  /** Removes a public key; servers that have it keep it. Reference line 963. */
  delete: {
    method: "DELETE",
    path: "/account/sshkey/{id}",
    summary: "Remove an SSH public key",
    description: "Servers that already have it keep it.",
    parameters: { id: path(someId, "Id of the key, `key_id` in `account.get`.") },
    answer: data(nothing),
    confirm: { because: "destroys", type: "id" },
    line: 963,
  },
});
