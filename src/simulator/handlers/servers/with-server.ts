import { refuse, type SimulatedAnswer } from "../../answer.ts";
import type { Call, Handler } from "../../call.ts";
import { mayTouch } from "../../permissions.ts";
import type { Server } from "../../store/servers.ts";

/** Finds the server of the path; 404 for an unknown or foreign one, 403 for one outside the key's limits. */
export function withServer(handle: (call: Call, server: Server) => SimulatedAnswer): Handler {
  return (call) => {
    const server = findServer(call, call.path.id ?? "");
    if (!server) return refuse(404, "Server not found.");
    if (!mayTouch(call.caller, "servers", server.id))
      return refuse(403, "You do not have permission for this operation.");
    return handle(call, server);
  };
}

export function findServer({ store, caller }: Call, id: string): Server | undefined {
  return store.servers.list.find((server) => server.id === id && server.custId === caller.account.custId);
}
