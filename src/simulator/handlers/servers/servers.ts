import { type Answer, done, refuse, reply, replyInMeta } from "../../answer.ts";
import { type Call, type Handlers, textField } from "../../call.ts";
import { mayTouch } from "../../permissions.ts";
import type { Server } from "../../store/servers.ts";
import { showServer, showServerDetail } from "./show-server.ts";
import { withServer } from "./with-server.ts";

export const serverHandlers: Handlers = {
  "GET /servers": listServers,
  // An array with one element.
  "GET /servers/{id}": withServer((call, server) => reply([showServerDetail(server, nowS(call))])),
  "PUT /servers/{id}/name": withServer(renameServer),
  "POST /servers/{id}/ipmi": withServer(openIpmi),
  "GET /servers/{id}/powerstate": withServer(showPowerState),
  "GET /servers/{id}/reboot": withServer(reboot),
  "GET /servers/{id}/power/on": withServer((_call, server) => power(server, true)),
  "GET /servers/{id}/power/off": withServer((_call, server) => power(server, false)),
};

function listServers({ store, caller }: Call): Answer {
  const own = store.servers.list.filter((server) => server.custId === caller.account.custId);
  return reply(own.filter((server) => mayTouch(caller, "servers", server.id)).map(showServer));
}

function renameServer(call: Call, server: Server): Answer {
  const name = textField(call, "name");
  if (!name) return refuse(400, "Name is required.");
  server.name = name;
  return done("Name has been updated.");
}

/** Good for three hours. */
function openIpmi(call: Call, server: Server): Answer {
  if (!textField(call, "acl")) return refuse(400, "Invalid ACL.");
  server.ipmiUntilS = nowS(call) + 3 * 3600;
  return reply({ kvm_ip_address: "185.125.168.10", username: "kvm", password: "kvm-secret" });
}

function showPowerState(call: Call, server: Server): Answer {
  return replyInMeta({ powerstate: server.running, timestamp: nowS(call) });
}

function reboot(_call: Call, server: Server): Answer {
  server.running = true;
  return done("Server is being rebooted.");
}

/** Virtual servers answer 405, as seen. */
function power(server: Server, on: boolean): Answer {
  if (server.kind === "vps") return refuse(405, "Method not allowed");
  server.running = on;
  return done(on ? "Server is being powered on." : "Server is being powered off.");
}

function nowS(call: Call): number {
  return Math.floor(call.clock.wallMs() / 1000);
}
