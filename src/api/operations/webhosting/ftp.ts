import { body, data, optional, path, secret, section } from "../../operation.ts";
import { undocumented } from "../../values/answer-values.ts";
import { anyText, words } from "../../values/request-values.ts";
import { hostingId } from "./hosting-id.ts";

const ftpUser = path(words, "User name of the FTP account, as `list` shows it.");

/** FTP accounts of a hosting account. */
export const webhostingFtp = section({
  /** Lists the FTP accounts. Reference line 2174. */
  list: {
    method: "GET",
    path: "/webhosting/{id}/ftp",
    summary: "List the FTP accounts",
    description: "User names and folders.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 2174,
  },

  /** Creates an FTP account, for everything or for one folder. Reference line 2183. */
  create: {
    method: "POST",
    path: "/webhosting/{id}/ftp",
    summary: "Create an FTP account",
    description: "It sees one folder, or everything.",
    parameters: {
      id: hostingId,
      username: body(words, "User name."),
      password: secret(body(words, "Password.")),
      path: optional(body(anyText, "The one folder it sees, from the root of the web site; default: everything.")),
    },
    answer: data(undocumented),
    line: 2183,
  },

  /** Sets the password of an FTP account. Reference line 2196. */
  setPassword: {
    method: "PUT",
    path: "/webhosting/{id}/ftp/{ftp_user}/password",
    summary: "Set the password of an FTP account",
    description: "Programs that use the old one are refused at once.",
    parameters: { id: hostingId, ftp_user: ftpUser, password: secret(body(words, "The new password.")) },
    answer: data(undocumented),
    line: 2196,
  },

  /** Deletes an FTP account. Reference line 2207. */
  delete: {
    method: "DELETE",
    path: "/webhosting/{id}/ftp/{ftp_user}",
    summary: "Delete an FTP account",
    description: "The files are kept.",
    parameters: { id: hostingId, ftp_user: ftpUser },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "ftp_user" },
    line: 2207,
  },
});
