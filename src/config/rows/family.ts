import * as v from "valibot";
import { countIndependentSources } from "../../detect/count-independent-sources.ts";
import { hideUriSecrets } from "../../detect/uri/hide-uri-secrets.ts";
import type { Family } from "../../model/family.ts";
import type { FamilyConfig, UplinkConfig } from "../config.ts";
import { choice, flag, integer, list } from "./read.ts";
import type { RowsOver } from "./row.ts";

type FamilyVariable = "GIGAHOST_DDNS_IPV4" | "GIGAHOST_DDNS_IPV6";

const familyRows = (family: Family, variable: FamilyVariable) =>
  ({
    enabled: {
      keys: {
        enabled: {
          read: v.optional(flag("Whether to look for and publish addresses of this family."), true),
          // The variable of the sources says `none`.
          variable: null,
        },
      },
      show: ({ enabled }) => ({ enabled }),
    },
    ...sourceRows(family, variable),
    ...boundRows(variable),
  }) as const satisfies RowsOver<FamilyConfig>;

const sourceRows = (family: Family, variable: FamilyVariable) =>
  ({
    sources: {
      keys: {
        sources: {
          read: v.optional(
            list(v.string(), "Ways to learn the public address, one URI each; auto stands for a documented list."),
            ["auto"],
          ),
          variable: `${variable}_SOURCES`,
        },
      },
      show: ({ sources }) => ({ sources: sources.map(hideUriSecrets) }),
    },
    confirm: {
      keys: {
        confirm: {
          read: v.optional(
            integer(
              1,
              20,
              "How many independent sources must agree on a new address; default: the lower of 2 and their number.",
            ),
          ),
          variable: "GIGAHOST_DDNS_CONFIRM",
        },
      },
      show: ({ sources, confirm }) => ({ confirm: confirm ?? effectiveConfirm(family, sources) }),
    },
  }) as const satisfies Pick<RowsOver<FamilyConfig>, "sources" | "confirm">;

/** Which answers are accepted. */
const boundRows = (variable: FamilyVariable) =>
  ({
    only: {
      keys: {
        only: {
          read: v.optional(
            list(v.string(), "Networks or addresses; an answer outside all of them is refused. Empty: any."),
            [],
          ),
          variable: `${variable}_ONLY`,
        },
      },
      show: ({ only }) => ({ only: only.map(({ text }) => text) }),
    },
    never: {
      keys: {
        never: {
          read: v.optional(list(v.string(), "Networks or addresses; an answer inside one of them is refused."), []),
          variable: `${variable}_NEVER`,
        },
      },
      show: ({ never }) => ({ never: never.map(({ text }) => text) }),
    },
  }) as const satisfies Pick<RowsOver<FamilyConfig>, "only" | "never">;

export const ipv4Rows = {
  ...familyRows("ipv4", "GIGAHOST_DDNS_IPV4"),
  behindNat: {
    keys: {
      behind_nat: {
        read: v.optional(
          choice(["publish", "refuse"], "What to do with an address that the router doesn't have itself (CGNAT)."),
          "publish",
        ),
        variable: "GIGAHOST_DDNS_BEHIND_NAT",
      },
    },
    show: ({ behindNat }) => ({ behind_nat: behindNat }),
  },
} as const satisfies RowsOver<UplinkConfig["ipv4"]>;

export const ipv6Rows = familyRows("ipv6", "GIGAHOST_DDNS_IPV6");

/** What counts where none is set; null if no source can name an address of the family. */
function effectiveConfirm(family: Family, sources: readonly string[]): number | null {
  return Math.min(2, countIndependentSources(sources, family)) || null;
}
