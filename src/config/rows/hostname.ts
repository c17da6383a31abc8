import * as v from "valibot";
import { displayHostname } from "../../model/hostname.ts";
import type { WantedName } from "../../model/wanted.ts";
import { flag, integer, text } from "./read.ts";
import type { RowsOver } from "./row.ts";

const suffixSchema = v.strictObject({
  suffix: v.optional(text("Host part that follows the prefix of this machine's IPv6 address, as in ::1:2:3:4.")),
  mac: v.optional(text("Hardware address of another host, whose EUI-64 is then its suffix, as in 00:11:32:fe:12:34.")),
  prefix_length: v.optional(integer(1, 127, "Length of the prefix in bits."), 64),
});

/** One entry of `hostnames`. */
export const hostnameRows = {
  hostname: {
    keys: { name: { read: text("The hostname; *.example.no and international names work, too."), variable: null } },
    show: ({ hostname }) => ({ name: displayHostname(hostname) }),
  },
  families: {
    keys: {
      ipv4: {
        read: v.optional(flag("Whether to keep an A record; default: if the uplink has IPv4 enabled.")),
        variable: null,
      },
      ipv6: {
        read: v.optional(
          v.pipe(
            v.union([v.boolean(), suffixSchema]),
            v.description("Whether to keep an AAAA record, or the suffix of another host behind the same prefix."),
          ),
        ),
        variable: null,
      },
    },
    show: ({ families, suffix }) => ({
      ipv4: families.includes("ipv4"),
      ipv6: suffix === null ? families.includes("ipv6") : { suffix: suffix.suffix, prefix_length: suffix.prefixLength },
    }),
  },
  suffix: { coveredBy: "families" },
  uplink: {
    keys: { uplink: { read: v.optional(text("The uplink whose addresses it gets."), "default"), variable: null } },
    show: ({ uplink }) => ({ uplink }),
  },
} as const satisfies RowsOver<WantedName>;
