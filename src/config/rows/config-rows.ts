import * as v from "valibot";
import { engineSettings } from "../../model/settings/engine.ts";
import { logLevels } from "../../model/settings/log-level.ts";
import { minuteMs } from "../../model/time/units.ts";
import type { Config } from "../config.ts";
import { writeDuration } from "../values/duration.ts";
import { accountRows } from "./account.ts";
import { gatewayRows } from "./gateway.ts";
import { hostnameRows } from "./hostname.ts";
import { httpRows } from "./http.ts";
import { leadershipRows } from "./leadership.ts";
import { logRows } from "./log.ts";
import { notifyRows } from "./notify.ts";
import { choice, flag, integer, list, secret, shortenable, text } from "./read.ts";
import { mask, type RowsOver, schemaOf, showRows, showUnder } from "./row.ts";
import { familyKeys, showUplinks, uplinkRows } from "./uplink.ts";

const heartbeatSchema = v.strictObject({
  url: v.optional(secret("The URL; a secret. Better kept out of this file: use url_file.")),
  url_file: v.optional(text("File that holds the URL.")),
  every: v.optional(text("How often success is reported, as in 5m; at least 1m."), "5m"),
});

/**
 * The configuration: a row for every field, with the keys of the file that it comes from, their meanings, defaults and
 * variables, and how it is shown. The checks of the file, the environment, `config show` and the JSON Schema come from
 * here; the example and the README are held against it. What needs two keys, or more than a look at one, is checked
 * afterwards (`resolve/`), so that all of this converts to JSON Schema.
 */
export const configRows = {
  account: {
    keys: {
      account: {
        read: v.optional(
          v.pipe(
            schemaOf(accountRows),
            v.description("The Gigahost account: an API key, or a user name and password."),
          ),
          {},
        ),
        variable: null,
        rows: accountRows,
      },
    },
    show: ({ account }, origins) => showUnder("account", showRows(accountRows, account, origins)),
  },
  hostnames: {
    keys: {
      hostnames: {
        read: v.optional(
          list(
            v.union([text("A hostname that gets an A and an AAAA record."), schemaOf(hostnameRows)]),
            "The names to keep pointed at the public addresses.",
          ),
          [],
        ),
        variable: "GIGAHOST_DDNS_HOSTNAMES",
      },
    },
    show: ({ hostnames }, origins) =>
      Object.fromEntries(
        hostnames.map((wanted, index) => [`hostnames[${index}]`, showRows(hostnameRows, wanted, origins)]),
      ),
  },
  uplinks: {
    keys: {
      ...familyKeys,
      uplinks: {
        read: v.optional(
          v.pipe(
            v.record(v.string(), schemaOf(uplinkRows)),
            v.description("Further ways out to the Internet, under names of your choice."),
          ),
          {},
        ),
        variable: null,
      },
    },
    show: ({ uplinks }, origins) => showUplinks(uplinks, origins),
  },
  schedule: {
    keys: {
      schedule: {
        read: v.optional(
          text("When to look: auto (every 30 s), or a cron expression of five fields, or six with seconds."),
          "auto",
        ),
        variable: "GIGAHOST_DDNS_SCHEDULE",
      },
    },
    show: ({ schedule }) => ({ schedule }),
  },
  watch: {
    keys: {
      watch: {
        read: v.optional(flag("Also look at once when the network says that something changed."), true),
        variable: "GIGAHOST_DDNS_WATCH",
      },
    },
    show: ({ watch }) => ({ watch }),
  },
  engine: {
    keys: {
      engine: {
        read: v.optional(choice(engineSettings, "How addresses are published; auto: dyndns where it fits."), "auto"),
        variable: "GIGAHOST_DDNS_ENGINE",
      },
    },
    show: ({ engine }) => ({ engine }),
  },
  ttl: {
    keys: {
      ttl: {
        read: v.optional(integer(30, 604_800, "How many seconds others may cache a record; records engine only."), 60),
        variable: "GIGAHOST_DDNS_TTL",
      },
    },
    show: ({ ttl }) => ({ ttl }),
  },
  verifyEveryMs: {
    keys: { verify: { read: verifySchema(), variable: "GIGAHOST_DDNS_VERIFY" } },
    show: ({ verifyEveryMs }) => ({ "verify.every": verifyEveryMs === null ? false : writeDuration(verifyEveryMs) }),
  },
  whenLost: {
    keys: {
      when_lost: {
        read: v.optional(
          choice(["keep", "delete"], "What to do with the records of a family that has been proven lost for 24 hours."),
          "keep",
        ),
        variable: "GIGAHOST_DDNS_WHEN_LOST",
      },
    },
    show: ({ whenLost }) => ({ when_lost: whenLost }),
  },
  maxUpdatesPerHour: {
    keys: {
      max_updates_per_hour: {
        read: v.optional(integer(1, 3600, "The maximum number of updates of one hostname in an hour."), 20),
        variable: "GIGAHOST_DDNS_MAX_UPDATES_PER_HOUR",
      },
    },
    show: ({ maxUpdatesPerHour }) => ({ max_updates_per_hour: maxUpdatesPerHour }),
  },
  allowNonPublic: {
    keys: {
      allow_non_public: {
        read: v.optional(flag("Whether private, CGNAT and documentation addresses may be published."), false),
        variable: "GIGAHOST_DDNS_ALLOW_NON_PUBLIC",
      },
    },
    show: ({ allowNonPublic }) => ({ allow_non_public: allowNonPublic }),
  },
  stateDir: {
    keys: {
      state_dir: {
        read: v.optional(text("Directory for the state that is kept between rounds."), "/var/lib/gigahost-ddns"),
        variable: "GIGAHOST_DDNS_STATE_DIR",
      },
    },
    show: ({ stateDir }) => ({ state_dir: stateDir }),
  },
  http: {
    keys: {
      http: {
        read: v.optional(
          v.pipe(
            v.union([v.boolean(), schemaOf(httpRows)]),
            v.description("The HTTP listener for status, metrics and health; false: none."),
          ),
          {},
        ),
        variable: null,
        rows: httpRows,
      },
    },
    show: ({ http }, origins) =>
      http === null ? { http: false } : showUnder("http", showRows(httpRows, http, origins)),
  },
  notify: {
    keys: {
      notify: {
        read: v.optional(list(schemaOf(notifyRows), "Where to report what changed or went wrong."), []),
        variable: { secret: "GIGAHOST_DDNS_NOTIFY" },
      },
    },
    show: ({ notify }, origins) =>
      Object.assign(
        {},
        ...notify.map((each, index) => showUnder(`notify[${index}]`, showRows(notifyRows, each, origins))),
      ),
  },
  heartbeats: {
    keys: {
      heartbeat: {
        read: v.optional(
          v.pipe(
            v.union([
              secret("URL to call while all is well."),
              list(v.union([secret("One of several such URLs."), heartbeatSchema]), "Several, each on its own."),
            ]),
            v.description(
              "URL to call while all is well; a secret. Or a list of such URLs and of entries with url and every.",
            ),
          ),
        ),
        variable: { secret: "GIGAHOST_DDNS_HEARTBEAT" },
      },
      heartbeat_file: {
        read: v.optional(text("File that holds the heartbeat URL.")),
        variable: null,
      },
    },
    show: ({ heartbeats }) => {
      const isPlain = heartbeats.every(({ everyMs }) => everyMs === 5 * minuteMs);
      if (heartbeats.length === 0 || (heartbeats.length === 1 && isPlain))
        return { heartbeat: heartbeats.length === 0 ? null : mask };
      const each = heartbeats.map(({ everyMs }) => ({ url: mask, every: writeDuration(everyMs) }));
      return Object.assign({}, ...each.map((shown, index) => showUnder(`heartbeat[${index}]`, shown)));
    },
  },
  log: {
    keys: {
      log: {
        read: v.optional(
          shortenable(
            v.picklist(logLevels),
            "level",
            v.pipe(schemaOf(logRows), v.description("What is written to standard error.")),
            "What is written to standard error.",
          ),
          {},
        ),
        variable: null,
        rows: logRows,
      },
    },
    show: ({ log }, origins) => showUnder("log", showRows(logRows, log, origins)),
  },
  gateway: {
    keys: {
      gateway: {
        read: v.optional(
          v.pipe(
            schemaOf(gatewayRows),
            v.description("dyndns2 and ACME for routers, NAS and other machines; absent: none."),
          ),
        ),
        variable: null,
        rows: gatewayRows,
      },
    },
    show: ({ gateway }, origins) =>
      gateway === null ? { gateway: null } : showUnder("gateway", showRows(gatewayRows, gateway, origins)),
  },
  leadership: {
    keys: {
      leadership: {
        read: v.optional(
          v.pipe(schemaOf(leadershipRows), v.description("Lets one of several replicas in a cluster publish.")),
          {},
        ),
        variable: null,
        rows: leadershipRows,
      },
    },
    show: ({ leadership }, origins) => showUnder("leadership", showRows(leadershipRows, leadership, origins)),
  },
} as const satisfies RowsOver<Settable>;

/** What is set by keys: the rest says where it came from. */
export type Settable = Omit<Config, "outgoing" | "file" | "readAtMs" | "secretFiles" | "secrets" | "warnings">;

function verifySchema() {
  const every = v.pipe(
    v.union([v.string(), v.literal(false)]),
    v.description("How often, as in 90s, 30m, 1h, 1d; false: never."),
  );
  return v.optional(
    v.pipe(
      v.union([v.boolean(), v.strictObject({ every: v.optional(every, "1h") })]),
      v.description("Asks the zone's own name servers whether the records are still there; false: never."),
    ),
    {},
  );
}
