import * as v from "valibot";
import { logFormats, logLevels } from "../../model/settings/log-level.ts";
import type { Config } from "../config.ts";
import { choice } from "./read.ts";
import type { RowsOver } from "./row.ts";

export const logRows = {
  level: {
    keys: {
      level: {
        read: v.optional(choice(logLevels, "The least important level that is written."), "info"),
        variable: "GIGAHOST_DDNS_LOG_LEVEL",
      },
    },
    show: ({ level }) => ({ level }),
  },
  format: {
    keys: {
      format: {
        read: v.optional(choice(logFormats, "auto: pretty on a terminal and in the journal, JSON otherwise."), "auto"),
        variable: "GIGAHOST_DDNS_LOG_FORMAT",
      },
    },
    show: ({ format }) => ({ format }),
  },
} as const satisfies RowsOver<Config["log"]>;
