import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handlers, textField } from "../../call.ts";
import type { Server } from "../../store/servers.ts";
import { withServer } from "./with-server.ts";

export const snapshotHandlers: Handlers = {
  "GET /servers/{id}/snapshots": withServer(listSnapshots),
  "POST /servers/{id}/snapshot": withServer(createSnapshot),
  "DELETE /servers/{id}/snapshot/{snap-id}": withServer(deleteSnapshot),
};

/** A pending one is complete at the next query. */
function listSnapshots(_call: Call, server: Server): SimulatedAnswer {
  const shown = server.snapshots.map(({ id, name, timeS, state }) => ({
    snap_id: id,
    srv_id: Number(server.id),
    snap_name: `snap${id}`,
    snap_display_name: name,
    snap_time: timeS,
    snap_state: state,
  }));
  for (const snapshot of server.snapshots) snapshot.state = "completed";
  return reply(shown);
}

function createSnapshot(call: Call, server: Server): SimulatedAnswer {
  const name = textField(call, "name");
  if (!name) return refuse(400, "Name is required.");
  const id = Math.max(122, ...server.snapshots.map((snapshot) => snapshot.id)) + 1;
  server.snapshots.push({ id, name, timeS: Math.floor(call.clock.wallMs() / 1000), state: "pending" });
  return done("Snapshot is currently being created.");
}

function deleteSnapshot(call: Call, server: Server): SimulatedAnswer {
  const index = server.snapshots.findIndex((snapshot) => String(snapshot.id) === call.path["snap-id"]);
  if (index < 0) return refuse(404, "Snapshot not found.");
  server.snapshots.splice(index, 1);
  return done("Snapshot has been deleted.");
}
