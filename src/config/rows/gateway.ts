import * as v from "valibot";
import type { GatewayClient } from "../../gateway/client.ts";
import type { IpNetwork } from "../../model/addresses/ip-network.ts";
import type { GatewayConfig } from "../config.ts";
import { hostnameRows } from "./hostname.ts";
import { flag, list, secret, text } from "./read.ts";
import { mask, type RowsOver, schemaOf, showRows } from "./row.ts";

const textsOf = (networks: readonly IpNetwork[]) => networks.map(({ text: written }) => written);

/** One entry of `gateway.clients`, and of the file of further ones. */
export const clientRows = {
  name: {
    keys: { name: { read: text("The user name of the device, and the name of its uplink."), variable: null } },
    show: ({ name }) => ({ name }),
  },
  password: {
    keys: {
      password: {
        read: v.optional(secret("Its password. Better kept out of this file: use password_file.")),
        variable: null,
      },
      password_file: { read: v.optional(text("File that holds its password.")), variable: null },
      password_hash: {
        read: v.optional(secret("sha256:SALT:HEX of SALT and password, for long generated passwords.")),
        variable: null,
      },
    },
    show: () => ({ password: mask }),
  },
  hostnames: {
    keys: {
      hostnames: {
        read: v.optional(
          list(
            v.union([text("A hostname that gets the client's addresses."), schemaOf(hostnameRows)]),
            "The names to point at this client's address, as in hostnames.",
          ),
          [],
        ),
        variable: null,
      },
    },
    show: ({ hostnames }) => ({ hostnames }),
  },
  acme: {
    keys: {
      acme: { read: v.optional(list(v.string(), "Names it may get certificates for."), []), variable: null },
    },
    show: ({ acme }) => ({ acme }),
  },
  from: {
    keys: {
      from: { read: v.optional(list(v.string(), "Networks it may connect from; empty: any."), []), variable: null },
    },
    show: ({ from }) => ({ from: textsOf(from) }),
  },
  query: {
    keys: {
      query: {
        read: v.optional(flag("Whether its credential may be in the URL, where logs keep it."), false),
        variable: null,
      },
    },
    show: ({ query }) => ({ query }),
  },
  only: {
    keys: {
      only: {
        read: v.optional(list(v.string(), "Networks; an address outside all of them is refused. Empty: any."), []),
        variable: null,
      },
    },
    show: ({ only }) => ({ only: textsOf(only) }),
  },
  never: {
    keys: {
      never: {
        read: v.optional(list(v.string(), "Networks; an address inside one of them is refused."), []),
        variable: null,
      },
    },
    show: ({ never }) => ({ never: textsOf(never) }),
  },
} as const satisfies RowsOver<GatewayClient>;

const tlsSchema = v.strictObject({
  cert_file: v.optional(v.pipe(v.nullable(v.string()), v.description("PEM file of the certificate chain.")), null),
  key_file: v.optional(v.pipe(v.nullable(v.string()), v.description("PEM file of its key.")), null),
});

export const gatewayRows = {
  host: {
    keys: {
      listen: {
        read: v.optional(text("Address and port: 0.0.0.0:8246, or [::]:8246 for both families."), "0.0.0.0:8246"),
        variable: null,
      },
    },
    show: ({ host, port }) => ({ listen: `${host.includes(":") ? `[${host}]` : host}:${port}` }),
  },
  port: { coveredBy: "host" },
  tls: {
    keys: {
      tls: {
        read: v.optional(v.pipe(tlsSchema, v.description("Files for https, read again when they change.")), {}),
        variable: null,
      },
    },
    show: ({ tls }) => ({ "tls.cert_file": tls?.certFile ?? null, "tls.key_file": tls?.keyFile ?? null }),
  },
  clientsFile: {
    keys: {
      clients_file: {
        read: v.optional(
          v.pipe(v.nullable(v.string()), v.description("Further clients, written by `gateway add`; watched.")),
          null,
        ),
        variable: null,
      },
    },
    show: ({ clientsFile }) => ({ clients_file: clientsFile }),
  },
  clients: {
    keys: {
      clients: {
        read: v.optional(
          list(schemaOf(clientRows), "Devices that send us their address, each with its own names."),
          [],
        ),
        variable: null,
      },
    },
    show: ({ clients }, origins) =>
      Object.assign(
        {},
        ...clients.map((client, index) =>
          Object.fromEntries(
            Object.entries(showRows(clientRows, client, origins)).map(([key, value]) => [
              `clients[${index}].${key}`,
              value,
            ]),
          ),
        ),
      ),
  },
  trustedProxies: {
    keys: {
      trusted_proxies: {
        read: v.optional(list(v.string(), "Networks of proxies whose X-Forwarded-For is trusted."), []),
        variable: null,
      },
    },
    show: ({ trustedProxies }) => ({ trusted_proxies: textsOf(trustedProxies) }),
  },
} as const satisfies RowsOver<GatewayConfig>;
