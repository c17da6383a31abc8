import { done, refuse, refuseWithError, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handlers, numberField, textField } from "../../call.ts";
import type { Server } from "../../store/servers.ts";
import { findServer, withServer } from "./with-server.ts";

export const networkHandlers: Handlers = {
  "PUT /servers/{id}/reverse": withServer(setReverse),
  "POST /servers/{id}/ipv4": withServer(orderIps),
  "PUT /servers/{id}/ipv4/{ip_id}": withServer(moveIp),
};

/** Either an address or a subnet, not both. */
function setReverse(call: Call, server: Server): SimulatedAnswer {
  const [ipId, subId, dns] = ["ip_id", "sub_id", "dns"].map((name) => textField(call, name));
  if (!dns || (ipId == null) === (subId == null)) return refuse(400, "Invalid data received.");
  if (subId != null) {
    server.subnetNameserver = dns;
    return done("Reverse DNS has been updated.");
  }
  const ip = server.ips.find((each) => each.id === ipId);
  if (!ip) return refuse(404, "IP not found.");
  ip.reverse = dns;
  return done("Reverse DNS has been updated.");
}

/** Requires the undocumented `num_ips`; the new addresses are not in the answer. */
function orderIps(call: Call, server: Server): SimulatedAnswer {
  const [type, count] = [textField(call, "ip_type"), numberField(call, "num_ips")];
  if ((type !== "l2" && type !== "l3") || count === null || count < 1) return refuse(400, "Invalid data received.");
  for (let index = 0; index < count; index++) {
    const id = String(9000 + Number(server.id) + server.ips.length);
    const address = `185.181.61.${server.ips.length + 10}`;
    server.ips.push({ id, address, reverse: "", type: "extra", routed: type === "l3" });
  }
  return done("IP addresses have been ordered.");
}

/** Errors in `meta.error`, the payload in `meta`, and here an empty object really is an object. */
function moveIp(call: Call, server: Server): SimulatedAnswer {
  const target = findServer(call, textField(call, "target_srv_id") ?? "");
  if (!target || target === server) return refuseWithError(400, "Invalid destination server.");
  const index = server.ips.findIndex((ip) => ip.id === call.path.ip_id);
  const ip = server.ips[index];
  if (!ip) return refuseWithError(400, "IP not found on this server.");
  if (!ip.routed) return refuseWithError(400, "Only routed (L3) IPs can be moved.");
  server.ips.splice(index, 1);
  target.ips.push(ip);
  const meta = { message: "IP has been moved.", ip_id: Number(ip.id), target_srv_id: Number(target.id) };
  return reply({}, { meta });
}
