import { done, refuse, reply, replyInMeta, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handlers, textField } from "../../call.ts";
import type { Server } from "../../store/servers.ts";
import { withServer } from "./with-server.ts";

export const installationHandlers: Handlers = {
  "GET /reinstall/distro": () => reply(distributions),
  "GET /reinstall/distro/{id}": listSystems,
  "POST /servers/{id}/reinstall": withServer(reinstall),
  "GET /servers/{id}/isos": withServer(listIsos),
  "POST /servers/{id}/isos": withServer(mountIso),
  "GET /servers/{id}/upgrade": withServer(() => reply(packages)),
  "POST /servers/{id}/upgrade": withServer(upgrade),
};

function listSystems(call: Call): SimulatedAnswer {
  return reply(systems.filter((system) => system.dist_id === call.path.id));
}

/** The payload is in `meta`; the password is shown once, or not at all if an SSH key was named. */
function reinstall(call: Call, server: Server): SimulatedAnswer {
  const missing = ["os_id", "language", "keyboard", "timezone", "hostname"].find((name) => !textField(call, name));
  if (missing !== undefined) return refuse(400, `Required field is missing: ${missing}`);
  const osId = textField(call, "os_id") ?? "";
  if (!systems.some((system) => system.os_id === osId)) return refuse(400, "Operating system is not valid.");
  server.osId = osId;
  const keyId = textField(call, "key_id");
  const access = keyId === null ? { root_passwd: "root-secret" } : { root_passwd: "", sshkey: keyId };
  return replyInMeta({ message: "Server install has been initiated.", reboot: true, ...access });
}

/** A bare array here. */
function listIsos(call: Call, server: Server): SimulatedAnswer {
  const mounted = server.isoId === iso.iso_id ? "1" : "0";
  return reply([{ ...iso, cust_id: call.caller.account.custId, iso_mounted: mounted }]);
}

function mountIso(call: Call, server: Server): SimulatedAnswer {
  if (textField(call, "iso_id") !== iso.iso_id) return refuse(404, "ISO not found.");
  server.isoId = iso.iso_id;
  return done("ISO has been mounted.");
}

/** Seen live: servers billed by the hour refuse every package. */
function upgrade(call: Call, server: Server): SimulatedAnswer {
  if (server.kind !== "vps") return refuse(400, "Server can not be upgraded.");
  return textField(call, "pkg_id") === null ? refuse(400, "Package is not valid.") : done("Server is being upgraded.");
}

const distributions = [
  distribution("1", "CentOS", "centos"),
  distribution("2", "Ubuntu", "ubuntu"),
  distribution("3", "Debian", "debian"),
];

function distribution(dist_id: string, dist_name: string, dist_value: string) {
  const dist_logo = `/images/os/${dist_value}.png`;
  return { dist_id, type_id: "1", dist_name, dist_value, dist_logo, dist_description: "", dist_active: "1" };
}

const systems = [
  system("47", "1", "CentOS 6 64-bit", "centos", "6"),
  system("72", "2", "Ubuntu 24.04 LTS 64-bit", "ubuntu", "noble"),
  system("80", "3", "Debian 12 64-bit", "debian", "bookworm"),
];

function system(os_id: string, dist_id: string, os_name: string, os_release: string, os_dist: string) {
  const flags = { os_custom_partition: "1", os_single_disk_only: "0", os_support_raid: "1", os_dedicated_only: "0" };
  return { os_id, dist_id, os_name, os_release, os_dist, os_arch: "amd64", ...flags, os_minram: "0" };
}

const iso = {
  iso_id: "42",
  iso_url: "http://isos.example.no/debian-12.iso",
  iso_name: "debian-12.iso",
  iso_hash: "",
  iso_size: "0",
  iso_state: "completed",
};

/** The form seen live; the document has `pkg_*`. */
const packages = [
  {
    product_id: "2059",
    product_name: "KVM 4096",
    product_vm_cores: "4",
    product_vm_memory: "4",
    product_vm_storage: "50",
    product_vm_bw: "5",
    rate_monthly: 299,
    currency_code: "NOK",
  },
];
