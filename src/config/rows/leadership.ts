import * as v from "valibot";
import type { Config } from "../config.ts";
import type { RowsOver } from "./row.ts";

export const leadershipRows = {
  lease: {
    keys: {
      lease: {
        read: v.optional(
          v.pipe(
            v.nullable(v.string()),
            v.description("Name of the Kubernetes Lease that decides who leads; null: none."),
          ),
          null,
        ),
        variable: "GIGAHOST_DDNS_LEASE",
      },
    },
    show: ({ lease }) => ({ lease }),
  },
} as const satisfies RowsOver<Config["leadership"]>;
