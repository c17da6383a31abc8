import { body, data, inMeta, path, section, single } from "../../operation.ts";
import { flag, id, listOf, moment, nothing, numeric, perhaps, shape, text } from "../../values/answer-values.ts";
import { id as someId, words } from "../../values/request-values.ts";
import { listedServer, serverDetail, serverSecrets } from "./server-answers.ts";

const serverId = path(someId, "Id of the server, `srv_id` in `servers.list`.");

/** The document shows `pkg_…` fields, the live server `product_…`, `rate_monthly` and no `pkg_id`. */
const upgradePackage = shape({
  pkg_id: perhaps(id),
  product_id: id,
  product_name: text,
  pkg_name: perhaps(text),
  pkg_cores: perhaps(numeric),
  /** MB. */
  pkg_ram: perhaps(numeric),
  /** GB. */
  pkg_disk: perhaps(numeric),
  product_price: perhaps(numeric),
  product_vm_cores: perhaps(numeric),
  product_vm_memory: perhaps(numeric),
  product_vm_storage: perhaps(numeric),
  product_vm_bw: perhaps(numeric),
  rate_monthly: perhaps(numeric),
  currency_code: perhaps(text),
});

/** Servers: what they are, power, console and upgrades. */
export const servers = section({
  /**
   * Lists the servers, all at once. A new one can be missing for some 40 seconds, a cancelled one linger. Memory in
   * GB, traffic in GB a month. Reference line 1401.
   */
  list: {
    method: "GET",
    path: "/servers",
    summary: "List the servers",
    description:
      "A newly created server can be missing for about 40 seconds, and any server occasionally for a while: " +
      "check several times before you conclude that it is gone.",
    parameters: {},
    answer: data(listOf(listedServer)),
    secrets: serverSecrets,
    line: 1401,
  },

  /** Gets one server with disks, networks, order and traffic used. Reference line 1413. */
  get: {
    method: "GET",
    path: "/servers/{id}",
    summary: "Get one server",
    description: "Occasionally an existing server is answered with 404: try again. Contains the console's password.",
    parameters: { id: serverId },
    answer: single(serverDetail),
    secrets: serverSecrets,
    line: 1413,
  },

  /** Gives a server another name, which is for people only. Reference line 1425. */
  rename: {
    method: "PUT",
    path: "/servers/{id}/name",
    summary: "Rename a server",
    description: "Changes only the displayed name; the host name is kept.",
    parameters: { id: serverId, name: body(words, "The displayed name.") },
    answer: data(nothing),
    line: 1425,
  },

  /**
   * Opens the console (KVM, IPMI) to some addresses for 3 hours; the answer holds its password. Reference line 1435.
   */
  openConsole: {
    method: "POST",
    path: "/servers/{id}/ipmi",
    summary: "Open the KVM or IPMI console for 3 hours",
    description: "For three hours, and these addresses only; the answer contains the password.",
    parameters: {
      id: serverId,
      acl: body(words, "Addresses and networks that may use it, separated by semicolons: `192.0.2.1;198.51.100.0/24`."),
    },
    answer: data(shape({ kvm_ip_address: text, username: text, password: text })),
    secrets: ["password"],
    line: 1435,
  },

  /**
   * Gets whether a server is powered, where that can be known; `timestamp` in seconds since 1970. Reference line
   * 1450.
   */
  getPowerState: {
    method: "GET",
    path: "/servers/{id}/powerstate",
    summary: "Get whether a server is powered on",
    description: "If the server can tell.",
    parameters: { id: serverId },
    answer: inMeta(shape({ powerstate: flag, timestamp: moment })),
    line: 1450,
  },

  /** Restarts a server, as a reset button does. Acts although it is a GET. Reference line 1462. */
  reboot: {
    method: "GET",
    path: "/servers/{id}/reboot",
    summary: "Restart a server",
    description: "Acts although it is a GET; never sent twice.",
    parameters: { id: serverId },
    answer: data(nothing),
    once: true,
    confirm: { because: "interrupts", type: "id" },
    line: 1462,
  },

  /** Powers a server on. Acts although it is a GET; virtual servers answer 405. Reference line 1471. */
  powerOn: {
    method: "GET",
    path: "/servers/{id}/power/on",
    summary: "Power a server on",
    description: "Acts although it is a GET; never sent twice. Virtual servers answer 405.",
    parameters: { id: serverId },
    answer: data(nothing),
    once: true,
    line: 1471,
  },

  /** Powers a server off. Acts although it is a GET; virtual servers answer 405. Reference line 1480. */
  powerOff: {
    method: "GET",
    path: "/servers/{id}/power/off",
    summary: "Power a server off",
    description: "Acts although it is a GET; never sent twice. Virtual servers answer 405.",
    parameters: { id: serverId },
    answer: data(nothing),
    once: true,
    confirm: { because: "interrupts", type: "id" },
    line: 1480,
  },

  /** Lists the packages a server can be upgraded to; memory in MB, disk in GB. Reference line 1635. */
  listUpgrades: {
    method: "GET",
    path: "/servers/{id}/upgrade",
    summary: "List the packages a server can be upgraded to",
    description: "`pkg_id` is in the vendor's document; the live server shows `product_id` only.",
    parameters: { id: serverId },
    answer: data(listOf(upgradePackage)),
    line: 1635,
  },

  /** Moves a server to another package. Costs money. Servers paid by the hour refuse it. Reference line 1647. */
  upgrade: {
    method: "POST",
    path: "/servers/{id}/upgrade",
    summary: "Upgrade a server to another package",
    description: "Costs money, and is never sent twice. Servers paid by the hour refuse it with 400 or 404.",
    parameters: { id: serverId, pkg_id: body(someId, "Id of the package in `listUpgrades`.") },
    answer: data(nothing),
    once: true,
    confirm: { because: "costs money", type: "id" },
    line: 1647,
  },

  /**
   * Ends a server and its billing: everything on it is lost. The only way to end one that is paid by the hour. Not in the
   * vendor's document; seen to work in 2026. An unknown id is a 400; the server can be listed for a while yet.
   */
  cancel: {
    method: "POST",
    path: "/servers/{id}/cancel",
    summary: "End a server permanently (undocumented)",
    description:
      "Everything on it is lost. Not in the vendor's document, but known to work, and the only way to end a server that is paid by the hour. Never sent twice. An unknown id is refused with 400.",
    parameters: { id: serverId },
    answer: data(nothing),
    once: true,
    confirm: { because: "destroys", type: "id" },
    line: null,
  },
});
