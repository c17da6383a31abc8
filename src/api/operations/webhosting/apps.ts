import * as v from "valibot";
import { binary, body, data, optional, path, secret, section } from "../../operation.ts";
import { bytes, undocumented } from "../../values/answer-values.ts";
import { neededFor } from "../../values/parameter-rules.ts";
import { anyText, email, oneOf, id as someId, whole, words } from "../../values/request-values.ts";
import { hostingId } from "./hosting-id.ts";

const installId = path(someId, "Id of the installation, as `list` shows it.");

/** A server of one's own to back up to. */
const backupServer = v.strictObject({
  type: oneOf("ftp", "ftps", "sftp"),
  host: words,
  port: v.optional(whole(1, 65535)),
  user: words,
  pass: v.optional(v.string()),
  path: v.optional(v.string()),
});

/** Web applications of a hosting account that are installed, updated and backed up by the server. */
export const webhostingApps = section({
  /** Lists the applications that are installed. Reference line 2400. */
  list: {
    method: "GET",
    path: "/webhosting/{id}/installations",
    summary: "List the installed applications",
    description: "With the ids that the other operations take.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 2400,
  },

  /** Lists the applications that can be installed. Reference line 2409. */
  listAvailable: {
    method: "GET",
    path: "/webhosting/{id}/apps/available",
    summary: "List the applications that can be installed",
    description: "With the ids that `install` takes.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 2409,
  },

  /** Installs an application; the answer holds its administrator's login. Reference line 2418. */
  install: {
    method: "POST",
    path: "/webhosting/{id}/install",
    summary: "Install an application",
    description: "The answer contains the administrator's login, with the generated password if none is given.",
    parameters: {
      id: hostingId,
      app: body(words, "Id of the application, as `listAvailable` shows it."),
      domain: optional(body(words, "The domain it is for; default: the account's own.")),
      path: optional(body(anyText, "The folder it goes to; default `/`.")),
      admin_username: optional(body(words, "User name of its administrator; default `admin`.")),
      admin_password: secret(optional(body(words, "Password of its administrator; default: a generated one."))),
      admin_email: optional(body(email, "E-mail address of its administrator; default: the account's.")),
      site_title: optional(body(anyText, "Title of the site.")),
    },
    answer: data(undocumented),
    secrets: ["admin_password", "admin_pass", "password", "pass"],
    line: 2418,
  },

  /** Updates an application to its latest version. Reference line 2437. */
  update: {
    method: "POST",
    path: "/webhosting/{id}/install/{installId}/update",
    summary: "Update an application",
    description: "Updates it to the latest version, in place, without a backup.",
    parameters: { id: hostingId, installId },
    answer: data(undocumented),
    line: 2437,
  },

  /** Removes an application. Reference line 2515. */
  uninstall: {
    method: "DELETE",
    path: "/webhosting/{id}/install/{installId}",
    summary: "Remove an application",
    description: "Deletes its files, too.",
    parameters: { id: hostingId, installId },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "installId" },
    line: 2515,
  },

  /** Lists the backups of an application: id, date, size, version, type. Reference line 2447. */
  listBackups: {
    method: "GET",
    path: "/webhosting/{id}/install/{installId}/backups",
    summary: "List the backups of an application",
    description: "Id, date, size, version and type of each.",
    parameters: { id: hostingId, installId },
    answer: data(undocumented),
    line: 2447,
  },

  /** Lists the places an application can be backed up to. Reference line 2459. */
  listBackupLocations: {
    method: "GET",
    path: "/webhosting/{id}/install/{installId}/backuplocations",
    summary: "List the backup destinations",
    description: "Previously saved destinations.",
    parameters: { id: hostingId, installId },
    answer: data(undocumented),
    secrets: ["pass", "password"],
    line: 2459,
  },

  /**
   * Backs an application up, or puts a backup in its place: `action` tells which. Restoring overwrites what is
   * there now. Reference line 2469.
   */
  backUpOrRestore: {
    method: "POST",
    path: "/webhosting/{id}/install/{installId}/backups",
    summary: "Back up or restore an application",
    description: "Restoring overwrites the current application.",
    parameters: {
      id: hostingId,
      installId,
      action: body(oneOf("backup", "restore"), "Which of the two."),
      location: optional(
        body(words, "Where a backup goes: a saved destination, or `new` with `ftp`; default: the account itself."),
      ),
      ftp: secret(
        optional(
          body(
            backupServer,
            "For a new destination: `type` ftp, ftps or sftp, `host`, `port`, `user`, `pass`, `path`.",
          ),
        ),
      ),
      backup: optional(body(someId, "Id of the backup to restore.")),
    },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "installId", when: (given) => given.action === "restore" },
    check: (given) => [
      ...(given.action === "restore" ? neededFor(given, ["backup"], "to restore") : []),
      ...(given.location === "new" ? neededFor(given, ["ftp"], 'where location is "new"') : []),
    ],
    line: 2469,
  },

  /** Downloads a backup of an application, as a stream of its bytes. Reference line 2491. */
  downloadBackup: {
    method: "GET",
    path: "/webhosting/{id}/install/{installId}/backups/{backupId}/download",
    summary: "Download a backup of an application",
    description: "One file, as a stream.",
    parameters: { id: hostingId, installId, backupId: path(someId, "Id of the backup, as `listBackups` shows it.") },
    answer: binary(bytes),
    line: 2491,
  },

  /**
   * Deletes a backup of an application. Where `backup` goes is not documented; it is sent as JSON. Reference line
   * 2504.
   */
  deleteBackup: {
    method: "DELETE",
    path: "/webhosting/{id}/install/{installId}/backups",
    summary: "Delete a backup of an application",
    description: "Where `backup` goes is not documented; it is sent as JSON.",
    parameters: { id: hostingId, installId, backup: body(someId, "Id of the backup, as `listBackups` shows it.") },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "backup" },
    line: 2504,
  },
});
