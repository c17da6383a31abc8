import { body, data, path, section } from "../../operation.ts";
import { id, listOf, moment, nothing, shape, text } from "../../values/answer-values.ts";
import { id as someId, words } from "../../values/request-values.ts";

const serverId = path(someId, "Id of the server, `srv_id` in `servers.list`.");

/** Snapshots of virtual servers. */
export const serverSnapshots = section({
  /** Lists the snapshots of a server; times in seconds since 1970. Reference line 1489. */
  list: {
    method: "GET",
    path: "/servers/{id}/snapshots",
    summary: "List the snapshots of a virtual server",
    description: "Virtual servers only. One is `pending` before it is `completed`.",
    parameters: { id: serverId },
    answer: data(
      listOf(
        shape({
          snap_id: id,
          srv_id: id,
          /** The server's own name for it. */
          snap_name: text,
          /** The name it was given. */
          snap_display_name: text,
          snap_time: moment,
          /** `pending` or `completed`. */
          snap_state: text,
        }),
      ),
    ),
    line: 1489,
  },

  /** Begins a snapshot, which takes a while. The answer carries no id: see `list`. Reference line 1501. */
  create: {
    method: "POST",
    path: "/servers/{id}/snapshot",
    summary: "Start a snapshot of a virtual server",
    description: "Takes a while: `pending` in the list becomes `completed`.",
    parameters: { id: serverId, name: body(words, "Name of the snapshot.") },
    answer: data(nothing),
    line: 1501,
  },

  /** Deletes a snapshot. Reference line 1514. */
  delete: {
    method: "DELETE",
    path: "/servers/{id}/snapshot/{snap-id}",
    summary: "Delete a snapshot",
    description: "Virtual servers only; the server itself is not changed.",
    parameters: { id: serverId, "snap-id": path(someId, "Id of the snapshot, `snap_id` in `list`.") },
    answer: data(nothing),
    confirm: { because: "destroys", type: "snap-id" },
    line: 1514,
  },
});
