import * as v from "valibot";
import { publicParts } from "../../model/settings/public-part.ts";
import type { HttpConfig } from "../config.ts";
import { list, text } from "./read.ts";
import type { RowsOver } from "./row.ts";

export const httpRows = {
  host: {
    keys: {
      listen: {
        read: v.optional(
          text("Address and port: 127.0.0.1:8245, [::1]:8245, or :8245 for every address."),
          "127.0.0.1:8245",
        ),
        variable: "GIGAHOST_DDNS_LISTEN",
      },
    },
    show: ({ host, port }) => ({ listen: `${host.includes(":") ? `[${host}]` : host}:${port}` }),
  },
  port: { coveredBy: "host" },
  tokenFile: {
    keys: {
      token_file: {
        read: v.optional(
          v.pipe(
            v.nullable(v.string()),
            v.description("File with the access token; null: one is created in state_dir."),
          ),
          null,
        ),
        variable: "GIGAHOST_DDNS_TOKEN_FILE",
      },
    },
    show: ({ tokenFile }) => ({ token_file: tokenFile }),
  },
  hosts: {
    keys: {
      hosts: {
        read: v.optional(list(v.string(), "Names under which a reverse proxy or the LAN reaches it."), []),
        variable: "GIGAHOST_DDNS_HTTP_HOSTS",
      },
    },
    show: ({ hosts }) => ({ hosts }),
  },
  public: {
    keys: {
      public: {
        read: v.optional(list(v.picklist(publicParts), "What can be read without a token off loopback."), ["healthz"]),
        variable: null,
      },
    },
    show: ({ public: open }) => ({ public: open }),
  },
} as const satisfies RowsOver<HttpConfig>;
