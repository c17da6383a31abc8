import { body, data, optional, section } from "../../operation.ts";
import { undocumented } from "../../values/answer-values.ts";
import { neededFor } from "../../values/parameter-rules.ts";
import { oneOf, words } from "../../values/request-values.ts";
import { hostingId } from "./hosting-id.ts";

/** Backups of a whole hosting account; those of one application are in `webhosting.apps`. */
export const webhostingBackups = section({
  /** Lists the backups of the account. Reference line 2565. */
  list: {
    method: "GET",
    path: "/webhosting/{id}/backups",
    summary: "List the backups of a hosting account",
    description: "Of the whole account; applications have their own.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 2565,
  },

  /**
   * Begins a backup of the account, or puts one in its place: `action` tells which. Restoring overwrites what is
   * there now. Reference line 2574.
   */
  backUpOrRestore: {
    method: "POST",
    path: "/webhosting/{id}/backups",
    summary: "Back up or restore a hosting account",
    description: "Restoring overwrites the current account.",
    parameters: {
      id: hostingId,
      action: body(oneOf("backup", "restore"), "Which of the two."),
      filename: optional(body(words, "The backup to restore, as `list` shows it.")),
    },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "id", when: (given) => given.action === "restore" },
    check: (given) => (given.action === "restore" ? neededFor(given, ["filename"], "to restore") : []),
    line: 2574,
  },

  /**
   * Deletes a backup of the account. Where `filename` goes is not documented; it is sent as JSON. Reference line
   * 2586.
   */
  delete: {
    method: "DELETE",
    path: "/webhosting/{id}/backups",
    summary: "Delete a backup of a hosting account",
    description: "Where `filename` goes is not documented; it is sent as JSON.",
    parameters: { id: hostingId, filename: body(words, "The backup, as `list` shows it.") },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "filename" },
    line: 2586,
  },
});
