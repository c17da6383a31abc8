import { body, data, path, secret, section } from "../../operation.ts";
import { undocumented } from "../../values/answer-values.ts";
import { words } from "../../values/request-values.ts";
import { hostingId } from "./hosting-id.ts";

const database = path(words, "Name of the database, as `list` shows it.");

/** Databases of a hosting account, each with a user of its own. */
export const webhostingDatabases = section({
  /** Lists the databases. Reference line 2219. */
  list: {
    method: "GET",
    path: "/webhosting/{id}/databases",
    summary: "List the databases",
    description: "Names begin with the account's user name.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 2219,
  },

  /** Creates a database with a user of its own. Reference line 2228. */
  create: {
    method: "POST",
    path: "/webhosting/{id}/databases",
    summary: "Create a database and its user",
    description: "Creates a user of the same name with this password.",
    parameters: {
      id: hostingId,
      name: body(words, "Name of the database."),
      password: secret(body(words, "Password of its user.")),
    },
    answer: data(undocumented),
    line: 2228,
  },

  /** Sets the password of a database's user. Reference line 2238. */
  setPassword: {
    method: "PUT",
    path: "/webhosting/{id}/databases/{dbname}/password",
    summary: "Set the password of a database's user",
    description: "Programs that use the old one are refused at once.",
    parameters: { id: hostingId, dbname: database, password: secret(body(words, "The new password.")) },
    answer: data(undocumented),
    line: 2238,
  },

  /** Deletes a database with all that is in it. Reference line 2249. */
  delete: {
    method: "DELETE",
    path: "/webhosting/{id}/databases/{dbname}",
    summary: "Delete a database",
    description: "Deletes all its tables, too.",
    parameters: { id: hostingId, dbname: database },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "dbname" },
    line: 2249,
  },
});
