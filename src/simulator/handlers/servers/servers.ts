import { done, refuse, reply, replyInMeta, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handlers, textField } from "../../call.ts";
import { mayTouch } from "../../permissions.ts";
import { isFound, type Server } from "../../store/servers.ts";
import { showServer, showServerDetail } from "./show-server.ts";
import { findServer, withServer } from "./with-server.ts";

export const serverHandlers: Handlers = {
  "GET /servers": listServers,
  // An array with one element.
  "GET /servers/{id}": withServer((call, server) =>
    isFound(server) ? reply([showServerDetail(server, call.habits, nowS(call))]) : refuse(404, "Server not found."),
  ),
  "PUT /servers/{id}/name": withServer(renameServer),
  "POST /servers/{id}/ipmi": withServer(openIpmi),
  "GET /servers/{id}/powerstate": withServer(showPowerState),
  "GET /servers/{id}/reboot": withServer(reboot),
  "GET /servers/{id}/power/on": withServer((_call, server) => power(server, true)),
  "GET /servers/{id}/power/off": withServer((_call, server) => power(server, false)),
  "POST /servers/{id}/cancel": cancelServer,
};

function listServers({ store, caller, habits }: Call): SimulatedAnswer {
  const own = store.servers.list.filter((server) => server.custId === caller.account.custId);
  const allowed = own.filter((server) => mayTouch(caller, "servers", server.id));
  return reply(allowed.filter(isFound).map((server) => showServer(server, habits)));
}

/** Undocumented. The server stays in the list for a while. */
function cancelServer(call: Call): SimulatedAnswer {
  const server = findServer(call, call.path.id ?? "");
  if (!server || server.lingeringLooks !== null) return refuse(400, "Invalid server.");
  if (!mayTouch(call.caller, "servers", server.id))
    return refuse(403, "You do not have permission for this operation.");
  server.lingeringLooks = 2;
  return done("Server has been cancelled.");
}

function renameServer(call: Call, server: Server): SimulatedAnswer {
  const name = textField(call, "name");
  if (!name) return refuse(400, "Name is required.");
  server.name = name;
  return done("Name has been updated.");
}

/** Valid for three hours. */
function openIpmi(call: Call, server: Server): SimulatedAnswer {
  if (!textField(call, "acl")) return refuse(400, "Invalid ACL.");
  server.ipmiUntilS = nowS(call) + 3 * 3600;
  return reply({ kvm_ip_address: "185.125.168.10", username: "kvm", password: "kvm-secret" });
}

function showPowerState(call: Call, server: Server): SimulatedAnswer {
  return replyInMeta({ powerstate: server.running, timestamp: nowS(call) });
}

function reboot(_call: Call, server: Server): SimulatedAnswer {
  server.running = true;
  return done("Server is being rebooted.");
}

/** Seen live: virtual servers answer 405. */
function power(server: Server, on: boolean): SimulatedAnswer {
  if (server.kind === "vps") return refuse(405, "Method not allowed");
  server.running = on;
  return done(on ? "Server is being powered on." : "Server is being powered off.");
}

function nowS(call: Call): number {
  return Math.floor(call.clock.wallMs() / 1000);
}
