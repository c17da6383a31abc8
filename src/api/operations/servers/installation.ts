import * as v from "valibot";
import { body, data, inMeta, optional, path, section } from "../../operation.ts";
import { flag, id, listOf, nothing, numeric, perhaps, shape, text } from "../../values/answer-values.ts";
import { id as someId, words } from "../../values/request-values.ts";

const serverId = path(someId, "Id of the server, `srv_id` in `servers.list`.");

/** What a server is installed with: operating systems and ISO images. */
export const serverInstallation = section({
  /** Lists the distributions a server can be installed with. Reference line 1555. */
  listDistributions: {
    method: "GET",
    path: "/reinstall/distro",
    summary: "List the distributions to install",
    description: "Their releases are in `listOperatingSystems`.",
    parameters: {},
    answer: data(
      listOf(
        shape({
          dist_id: id,
          type_id: id,
          dist_name: text,
          dist_value: text,
          dist_logo: text,
          dist_description: text,
          dist_active: flag,
        }),
      ),
    ),
    line: 1555,
  },

  /** Lists the releases of one distribution, whose `os_id` an installation needs. Reference line 1567. */
  listOperatingSystems: {
    method: "GET",
    path: "/reinstall/distro/{id}",
    summary: "List the releases of a distribution",
    description: "`os_id` of one is what an installation or an order takes.",
    parameters: { id: path(someId, "Id of the distribution, `dist_id` in `listDistributions`.") },
    answer: data(
      listOf(
        shape({
          os_id: id,
          dist_id: id,
          os_name: text,
          os_release: text,
          /** The release, as a number or a code name. */
          os_dist: text,
          os_arch: text,
          os_custom_partition: flag,
          os_single_disk_only: flag,
          os_support_raid: flag,
          os_dedicated_only: flag,
          os_minram: numeric,
        }),
      ),
    ),
    line: 1567,
  },

  /**
   * Reinstalls a server: everything on it is lost. The root password is in this answer only. An empty time zone
   * breaks Ubuntu. Reference line 1579.
   */
  reinstall: {
    method: "POST",
    path: "/servers/{id}/reinstall",
    summary: "Reinstall a server; everything on it is lost",
    description:
      "The server restarts, and everything on it is lost. The root password is in this answer only. `key_id` " +
      "is not in the vendor's document.",
    parameters: {
      id: serverId,
      os_id: body(someId, "What to install, `os_id` in `listOperatingSystems`."),
      language: body(words, "Language, `nb_NO`, `en_US` …"),
      keyboard: body(words, "Keyboard, `no`, `en` …"),
      timezone: body(words, "Time zone, `Europe/Oslo` …"),
      hostname: body(words, "Host name of the server."),
      key_id: optional(body(someId, "Id of the account's SSH key to install.")),
    },
    answer: inMeta(shape({ message: perhaps(text), reboot: flag, root_passwd: text, sshkey: perhaps(v.unknown()) })),
    once: true,
    confirm: { because: "destroys", type: "id" },
    secrets: ["root_passwd"],
    line: 1579,
  },

  /** Lists the account's ISO images and whether one is mounted. Reference line 1613. */
  listIsos: {
    method: "GET",
    path: "/servers/{id}/isos",
    summary: "List the ISO images to mount",
    description: "`iso_mounted` marks the image mounted on this server.",
    parameters: { id: serverId },
    answer: data(
      listOf(
        shape({
          iso_id: id,
          cust_id: id,
          iso_url: text,
          iso_name: text,
          iso_hash: text,
          /** Bytes. */
          iso_size: numeric,
          iso_state: text,
          iso_mounted: flag,
        }),
      ),
    ),
    line: 1613,
  },

  /** Mounts an ISO image, which the document calls an upload. Reference line 1625. */
  mountIso: {
    method: "POST",
    path: "/servers/{id}/isos",
    summary: "Mount an ISO image",
    description: "Called an upload in the vendor's document.",
    parameters: { id: serverId, iso_id: body(someId, "Id of the image, `iso_id` in `listIsos`.") },
    answer: data(nothing),
    line: 1625,
  },
});
