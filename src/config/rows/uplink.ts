import * as v from "valibot";
import type { UplinkConfig } from "../config.ts";
import type { Origins } from "../findings.ts";
import { ipv4Rows, ipv6Rows } from "./family.ts";
import { shortenable, text } from "./read.ts";
import { type RowsOver, type Shown, schemaOf, showRows, showUnder } from "./row.ts";

const ipv4Schema = v.pipe(schemaOf(ipv4Rows), v.description("The public IPv4 address and its A records."));
const ipv6Schema = v.pipe(schemaOf(ipv6Rows), v.description("The public IPv6 address and its AAAA records."));

/** The two families, of an uplink or at the top level. */
export const familyKeys = {
  ipv4: {
    read: v.optional(
      shortenable(v.boolean(), "enabled", ipv4Schema, "The public IPv4 address and its A records; false: none."),
      {},
    ),
    variable: null,
    rows: ipv4Rows,
  },
  ipv6: {
    read: v.optional(
      shortenable(v.boolean(), "enabled", ipv6Schema, "The public IPv6 address and its AAAA records; false: none."),
      {},
    ),
    variable: null,
    rows: ipv6Rows,
  },
} as const;

/** One entry of `uplinks`: no variable sets what is in it. */
export const uplinkRows = {
  name: { coveredBy: "interfaceName" },
  interfaceName: {
    keys: {
      interface: {
        read: v.optional(text("Network interface, as in wwan0; default: the default route's.")),
        variable: null,
      },
    },
    show: ({ name, interfaceName }) =>
      name === "default" && interfaceName === null ? {} : { interface: interfaceName },
  },
  ipv4: {
    keys: { ipv4: familyKeys.ipv4 },
    show: ({ ipv4 }, origins) => showUnder("ipv4", showRows(ipv4Rows, ipv4, origins)),
  },
  ipv6: {
    keys: { ipv6: familyKeys.ipv6 },
    show: ({ ipv6 }, origins) => showUnder("ipv6", showRows(ipv6Rows, ipv6, origins)),
  },
} as const satisfies RowsOver<UplinkConfig>;

/** Every uplink; the families of `default` stand where they were given. */
export function showUplinks(uplinks: Readonly<Record<string, UplinkConfig>>, origins: Origins): Shown {
  return Object.assign({}, ...Object.values(uplinks).map((uplink) => showUplink(uplink, origins)));
}

function showUplink(uplink: UplinkConfig, origins: Origins): Shown {
  const outer = `uplinks.${uplink.name}`;
  const isTop = (key: string) => {
    const family = /^ipv[46]/.exec(key)?.[0];
    return uplink.name === "default" && family !== undefined && !origins.has(`${outer}.${family}`);
  };
  const shown = Object.entries(showRows(uplinkRows, uplink, origins));
  return Object.fromEntries(shown.map(([key, value]) => [isTop(key) ? key : `${outer}.${key}`, value]));
}
