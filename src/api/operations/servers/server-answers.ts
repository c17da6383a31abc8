import * as v from "valibot";
import {
  flag,
  id,
  listOf,
  moment,
  nothing,
  numeric,
  perhaps,
  shape,
  text,
  textOrNull,
  undocumented,
} from "../../values/answer-values.ts";

const address = shape({
  ip_id: id,
  sub_id: id,
  /** `ipv4` or `ipv6`. */
  ip_v4v6: text,
  ip_address: text,
  /** The name it resolves to. */
  ip_reverse: textOrNull,
  ip_traffic_sum: numeric,
  ip_pkts_sum: numeric,
  ip_nullroute: flag,
  /** The `ip_id` a routed address goes through; 0 for none. */
  ip_routed_to: id,
  /** `primary` or `extra`. */
  ip_type: text,
  /** Dotted, or `/118`. */
  ip_netmask: text,
  ip_gateway: text,
});

const subnet = shape({
  sub_id: id,
  sub_parent_id: id,
  srv_id: id,
  device_id: id,
  /** `ipv4` or `ipv6`. */
  sub_type: text,
  sub_ipv6_type: text,
  sub_network: text,
  sub_netmask: text,
  sub_broadcast: text,
  sub_gateway: text,
  sub_cidr: text,
  sub_vlan: id,
  sub_vrf: id,
  sub_description: text,
  sub_location: text,
  sub_duid: text,
  sub_ns: text,
});

const disk = shape({
  hdd_id: id,
  srv_id: id,
  datastore_id: id,
  hdd_manufacturer: text,
  hdd_model: text,
  hdd_type: text,
  /** GB. */
  hdd_size: numeric,
  hdd_space_used: numeric,
  hdd_serial_number: text,
});

const installedSystem = shape({
  os_id: id,
  os_name: text,
  os_release: text,
  os_dedicated_only: flag,
  os_minram: numeric,
  os_custom_partition: flag,
  os_single_disk_only: flag,
  dist_logo: perhaps(text),
});

/** What the list and the single server have in common. */
const serverFields = {
  srv_id: id,
  srv_tag: id,
  product_id: id,
  cust_id: id,
  node_id: id,
  pmx_id: id,
  os_id: id,
  nic_id: id,
  iso_id: id,
  bwpool_id: id,
  srv_name: text,
  /** It runs. */
  srv_status: flag,
  srv_status_rescue: flag,
  srv_status_install: flag,
  srv_status_snapshot: flag,
  srv_status_mount: flag,
  srv_label: text,
  srv_manufacturer: text,
  srv_model: text,
  srv_motherboard: text,
  srv_date_created: moment,
  srv_vps_type: text,
  srv_hostname: text,
  /** GB of traffic a month. */
  srv_bw: numeric,
  srv_feature_reinstall: flag,
  srv_feature_mgmt: flag,
  srv_feature_preconf: flag,
  srv_mgmt_type: text,
  srv_formfactor: text,
  srv_cores: numeric,
  /** GB, also a fraction. */
  srv_ram: numeric,
  srv_ram_type: text,
  srv_ram_sticks: numeric,
  srv_ram_vendor: text,
  srv_vnc_port: id,
  /** A secret. */
  srv_vnc_password: textOrNull,
  /** A secret. */
  srv_vnc_token: textOrNull,
  /** A secret. */
  srv_serverkey: perhaps(textOrNull),
  srv_suspended: flag,
  srv_custom_partition: flag,
  srv_new: flag,
  srv_location: text,
  /** `vps`, for a virtual server. */
  srv_type: text,
  os: installedSystem,
  ips: listOf(address),
  /** Null; what it is for a cancelled server is not documented. */
  cancelled: undocumented,
};

/** An entry of the list of servers. */
export const listedServer = shape({
  ...serverFields,
  srv_status_method: text,
  srv_status_reboot: flag,
  srv_primary_ip: text,
});

const order = shape({
  order_id: id,
  payment_id: id,
  order_number: id,
  order_date: moment,
  order_billing_type: text,
  order_billing_date: moment,
  /** Months. */
  order_billing_cycle: numeric,
  order_billing_days: numeric,
  /** A server whose order is `cancelled` can be listed for a while yet. */
  order_status: text,
  order_payment_status: id,
  order_total: numeric,
  order_cancel_reason: text,
});

const consoleSession = shape({
  kvm_id: id,
  srv_id: id,
  kvm_ip_address: text,
  kvm_username: text,
  /** A secret. */
  kvm_password: text,
  kvm_userid: id,
  kvm_expires: moment,
  kvm_in_use: flag,
});

/** One server with its disks, networks and order. */
export const serverDetail = shape({
  ...serverFields,
  srv_vmware_id: id,
  srv_deleted: flag,
  srv_deleted_date: moment,
  srv_bw_notice: numeric,
  srv_migration_state: id,
  ipmi_session: perhaps(v.nullable(consoleSession)),
  cpus: listOf(undocumented),
  hdds: listOf(disk),
  subnets: listOf(subnet),
  order: v.nullable(order),
  attacklogs: listOf(undocumented),
  node: text,
  bw_used: numeric,
  bw_used_in: numeric,
  bw_used_out: numeric,
  /** Without fields where none is set. */
  location: nothing,
  /** Can hold the root password of an installation under way. */
  install_details: perhaps(undocumented),
});

/** The fields of both that are never to be shown. */
export const serverSecrets = [
  "srv_vnc_password",
  "srv_vnc_token",
  "srv_serverkey",
  "kvm_password",
  "root_password",
] as const;
