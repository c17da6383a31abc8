import type { Habits } from "../../simulator-options.ts";
import type { Server, ServerIp } from "../../store/servers.ts";
import { fixedDetail, fixedDisk, fixedOrder, fixedServer, fixedSubnet, fixedSystem } from "./server-fixtures.ts";

/** A server as the list shows it: numeric strings and real booleans side by side. */
export function showServer(server: Server, { twinIpIds }: Habits): object {
  const { id, custId, name, running, ram } = server;
  return {
    ...fixedServer,
    srv_id: id,
    cust_id: custId,
    os_id: server.osId,
    iso_id: server.isoId ?? "0",
    srv_name: name,
    srv_label: name,
    srv_hostname: `srv${id}.gigahost.no`,
    srv_status: running,
    srv_vps_type: server.kind === "vps" ? "kvm" : "",
    srv_type: server.kind,
    srv_ram: ram,
    srv_primary_ip: server.address,
    os: { ...fixedSystem, os_id: server.osId },
    ips: server.ips.flatMap((ip) => (twinIpIds && ip.type === "primary" ? [showIp(ip), showTwin(ip)] : [showIp(ip)])),
    cancelled: null,
  };
}

/** What only the query for a single server shows, including secrets. */
export function showServerDetail(server: Server, habits: Habits, nowS: number): object {
  const status = server.lingeringLooks === null ? "active" : "cancelled";
  return {
    ...showServer(server, habits),
    ...fixedDetail,
    ipmi_session: showIpmi(server, nowS),
    hdds: [{ ...fixedDisk, srv_id: server.id }],
    subnets: [{ ...fixedSubnet, srv_id: server.id, sub_ns: server.subnetNameserver }],
    order: { ...fixedOrder, order_status: status },
  };
}

function showIpmi({ id, ipmiUntilS }: Server, nowS: number): object | null {
  if (ipmiUntilS === null || ipmiUntilS <= nowS) return null;
  const access = { kvm_ip_address: "185.125.168.10", kvm_username: "kvm", kvm_password: "kvm-secret" };
  return { kvm_id: "1", srv_id: id, ...access, kvm_userid: "3", kvm_expires: String(ipmiUntilS), kvm_in_use: "1" };
}

/** The IPv6 address that has the same id as an IPv4 one. */
function showTwin(ip: ServerIp): object {
  const [network, host] = ["2a03:94e0:ffff", Number(ip.id).toString(16)];
  const address = {
    ip_v4v6: "ipv6",
    ip_address: `${network}::${host}`,
    ip_netmask: "/64",
    ip_gateway: `${network}::1`,
  };
  return { ...showIp(ip), ...address, ip_reverse: "" };
}

function showIp(ip: ServerIp): object {
  return {
    ip_id: ip.id,
    sub_id: "405",
    ip_v4v6: "ipv4",
    ip_address: ip.address,
    ip_reverse: ip.reverse,
    ip_traffic_sum: "0",
    ip_pkts_sum: "0",
    ip_nullroute: "0",
    ip_routed_to: ip.routed ? "7795" : "0",
    ip_type: ip.type,
    ip_netmask: "255.255.255.0",
    ip_gateway: ip.address.replace(/(?<!\d)\d+$/u, "1"),
  };
}
