import type { Server, ServerIp } from "../../store/servers.ts";

/** A server as the list shows it: numeric strings and real booleans side by side. */
export function showServer(server: Server): object {
  const { id, custId, name, running, ram } = server;
  return {
    ...unchanging,
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
    os: { os_id: server.osId, os_name: "Ubuntu 24.04 LTS 64-bit", os_release: "ubuntu", os_minram: "0" },
    ips: server.ips.map(showIp),
    cancelled: null,
  };
}

/** What only the single server shows, secrets among it. */
export function showServerDetail(server: Server, nowS: number): object {
  const ipmiOpen = server.ipmiUntilS !== null && server.ipmiUntilS > nowS;
  return {
    ...showServer(server),
    bw_used: 12.5,
    location: [],
    ipmi_session: ipmiOpen ? { kvm_username: "kvm", kvm_password: "kvm-secret", kvm_expires: server.ipmiUntilS } : null,
    srv_vnc_password: "vnc-secret",
    srv_serverkey: "server-key-secret",
    srv_deleted: "0",
    srv_deleted_date: "0",
    cpus: [],
    hdds: [{ hdd_id: "1622", srv_id: server.id, hdd_manufacturer: "Proxmox", hdd_type: "SSD", hdd_size: "0.5" }],
    subnets: [subnet(server)],
    order: { order_id: "3081", order_number: "3976", order_date: "1528244467", order_status: "active" },
  };
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
    ip_gateway: ip.address.replace(/\d+$/u, "1"),
  };
}

function subnet(server: Server): object {
  return {
    sub_id: "2236",
    srv_id: server.id,
    sub_type: "ipv6",
    sub_network: "2a03:94e0:190e::",
    sub_netmask: "48",
    sub_gateway: "2a03:94e0:19ff::1",
    sub_cidr: "2a03:94e0:190e::/48",
    sub_location: "DC2",
    sub_ns: server.subnetNameserver,
  };
}

const unchanging = {
  srv_tag: "0",
  product_id: "0",
  node_id: "0",
  pmx_id: "4",
  nic_id: "1422",
  bwpool_id: "0",
  srv_status_rescue: false,
  srv_status_install: false,
  srv_status_snapshot: false,
  srv_status_mount: false,
  srv_status_method: "icmp",
  srv_status_reboot: "0",
  srv_manufacturer: "",
  srv_model: "",
  srv_motherboard: "",
  srv_date_created: "1530609706",
  srv_bw: "1000",
  srv_feature_reinstall: true,
  srv_feature_mgmt: true,
  srv_feature_preconf: "0",
  srv_mgmt_type: "kvm",
  srv_cores: "2",
  srv_vnc_port: "0",
  srv_vnc_password: "",
  srv_vnc_token: "",
  srv_suspended: false,
  srv_custom_partition: "1",
  srv_new: false,
  srv_location: "DC2",
};
