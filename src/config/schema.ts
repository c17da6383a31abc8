import * as v from "valibot";
import { engineSettings } from "../model/settings/engine.ts";
import { logFormats, logLevels } from "../model/settings/log-level.ts";
import { noticeEvents } from "../model/settings/notice-event.ts";
import { publicParts } from "../model/settings/public-part.ts";

/**
 * The configuration file's shape: every key with its meaning and default. From it come the checks of the file, the JSON
 * Schema that editors use, and `config show`. Whatever needs two keys, or more than a look at one, is checked afterwards
 * (`resolve-*.ts`), so that all of this converts to JSON Schema.
 */

const text = (description: string) => v.pipe(v.string(), v.description(description));
const flag = (description: string) => v.pipe(v.boolean(), v.description(description));
const integer = (least: number, most: number, description: string) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most), v.description(description));
const choice = <const Options extends readonly string[]>(options: Options, description: string) =>
  v.pipe(v.picklist(options), v.description(description));
const list = <Item extends v.GenericSchema>(item: Item, description: string) =>
  v.pipe(v.array(item), v.description(description));

const accountSchema = v.pipe(
  v.strictObject({
    api_key: v.optional(text("The API key itself. Better kept out of this file: api_key_file.")),
    api_key_file: v.optional(text("File that holds the API key; best one limited to DNS and to the zones it needs.")),
    username: v.optional(text("The account's e-mail address, together with a password; not for accounts with 2FA.")),
    username_file: v.optional(text("File that holds the user name.")),
    password: v.optional(text("The account's password. Better kept out of this file: password_file.")),
    password_file: v.optional(text("File that holds the account's password.")),
    base_url: v.optional(text("Where the API is; plain http only to loopback."), "https://api.gigahost.no/api/v0"),
    proxy: v.optional(
      text("HTTP proxy for what goes to the API; not set: HTTPS_PROXY, unless NO_PROXY names the API."),
    ),
  }),
  v.description("Whose zones they are: an API key, or user name and password."),
);

const suffixSchema = v.strictObject({
  suffix: v.optional(text("Host part that follows the prefix of this machine's IPv6 address, as in ::1:2:3:4.")),
  mac: v.optional(text("Hardware address of another host, whose EUI-64 is then its suffix, as in 00:11:32:fe:12:34.")),
  prefix_length: v.optional(integer(1, 127, "Bits of the address that are the prefix."), 64),
});

const hostnameSchema = v.strictObject({
  name: text("The hostname; *.example.no and international names are fine."),
  ipv4: v.optional(flag("Whether to keep an A record; not set: when the uplink has IPv4 enabled.")),
  ipv6: v.optional(
    v.pipe(
      v.union([v.boolean(), suffixSchema]),
      v.description("Whether to keep an AAAA record, or the suffix of another host behind the same prefix."),
    ),
  ),
  uplink: v.optional(text("The uplink whose addresses it gets."), "default"),
});

const sources = v.optional(
  list(v.string(), "Ways to learn the public address, one URI each; auto is a printed list of them."),
  ["auto"],
);
const confirm = v.optional(
  integer(1, 20, "Independent sources that must agree on a new address; not set: the lower of 2 and their number."),
);
const only = v.optional(
  list(v.string(), "Networks or addresses; an answer outside all of them is refused. Empty: any."),
  [],
);
const never = v.optional(list(v.string(), "Networks or addresses; an answer inside one of them is refused."), []);
const enabled = v.optional(flag("Whether to look for and publish addresses of this family."), true);

const ipv4Schema = v.pipe(
  v.strictObject({
    enabled,
    sources,
    confirm,
    behind_nat: v.optional(
      choice(["publish", "refuse"], "What to do with an address that the router doesn't have itself (CGNAT)."),
      "publish",
    ),
    only,
    never,
  }),
  v.description("The public IPv4 address and its A records."),
);
const ipv6Schema = v.pipe(
  v.strictObject({ enabled, sources, confirm, only, never }),
  v.description("The public IPv6 address and its AAAA records."),
);

const uplinkSchema = v.strictObject({
  interface: v.optional(text("Network interface, as in wwan0; not set: the default route's.")),
  ipv4: v.optional(ipv4Schema, {}),
  ipv6: v.optional(ipv6Schema, {}),
});

const httpSchema = v.strictObject({
  listen: v.optional(
    text("Address and port: 127.0.0.1:8245, [::1]:8245, or :8245 for every address."),
    "127.0.0.1:8245",
  ),
  token_file: v.optional(
    v.pipe(v.nullable(v.string()), v.description("File with the access token; null: one is made in state_dir.")),
    null,
  ),
  hosts: v.optional(list(v.string(), "Names under which a reverse proxy or the LAN reaches it."), []),
  public: v.optional(list(v.picklist(publicParts), "What needs no token off loopback."), ["healthz"]),
});

const notifySchema = v.strictObject({
  url: v.optional(text("Where notices go; a secret. Better kept out of this file: url_file.")),
  url_file: v.optional(text("File that holds the URL.")),
  on: v.optional(list(v.picklist(noticeEvents), "Which notices go there."), [...noticeEvents]),
});

const logSchema = v.pipe(
  v.strictObject({
    level: v.optional(choice(logLevels, "The least important lines that are written."), "info"),
    format: v.optional(choice(logFormats, "auto: pretty on a terminal, JSON otherwise."), "auto"),
  }),
  v.description("What is written to standard error."),
);

export const settingsSchema = v.strictObject({
  account: v.optional(accountSchema, {}),
  hostnames: v.optional(
    list(
      v.union([text("A hostname that gets an A and an AAAA record."), hostnameSchema]),
      "The names to keep pointed at the public addresses.",
    ),
    [],
  ),
  ipv4: v.optional(ipv4Schema, {}),
  ipv6: v.optional(ipv6Schema, {}),
  uplinks: v.optional(
    v.pipe(
      v.record(v.string(), uplinkSchema),
      v.description("Further ways out to the Internet, by a name of your own."),
    ),
    {},
  ),
  schedule: v.optional(
    text("When to look: auto (every 30 s), or a cron expression of five fields, or six with seconds."),
    "auto",
  ),
  watch: v.optional(flag("Also look at once when the network says that something changed."), true),
  engine: v.optional(choice(engineSettings, "How addresses are published; auto: dyndns where it fits."), "auto"),
  ttl: v.optional(integer(30, 604_800, "Seconds others may remember a record for; records engine only."), 60),
  verify: v.optional(
    v.pipe(
      v.union([
        v.boolean(),
        v.strictObject({
          every: v.optional(
            v.pipe(
              v.union([v.string(), v.literal(false)]),
              v.description("How often, as in 90s, 30m, 1h, 1d; false: never."),
            ),
            "1h",
          ),
        }),
      ]),
      v.description("Asks the zone's own name servers whether the records are still there; false: never."),
    ),
    {},
  ),
  when_lost: v.optional(
    choice(["keep", "delete"], "What becomes of the records of a family that is proven gone for 24 hours."),
    "keep",
  ),
  max_updates_per_hour: v.optional(integer(1, 3600, "The most updates of one hostname in an hour."), 20),
  allow_non_public: v.optional(flag("Whether private, CGNAT and documentation addresses may be published."), false),
  state_dir: v.optional(text("Directory for what is remembered between rounds."), "/var/lib/gigahost-ddns"),
  http: v.optional(
    v.pipe(
      v.union([v.boolean(), httpSchema]),
      v.description("The HTTP listener for status, metrics and health; false: none."),
    ),
    {},
  ),
  notify: v.optional(list(notifySchema, "Where to tell what changed or went wrong."), []),
  heartbeat: v.optional(text("URL that is called after each good round; a secret. Better kept out: heartbeat_file.")),
  heartbeat_file: v.optional(text("File that holds the heartbeat URL.")),
  log: v.optional(logSchema, {}),
});

const shortIpv4 = v.optional(
  v.pipe(v.union([v.boolean(), ipv4Schema]), v.description("The public IPv4 address and its A records; false: none.")),
  {},
);
const shortIpv6 = v.optional(
  v.pipe(
    v.union([v.boolean(), ipv6Schema]),
    v.description("The public IPv6 address and its AAAA records; false: none."),
  ),
  {},
);

const uplinkFileSchema = v.strictObject({
  interface: uplinkSchema.entries.interface,
  ipv4: shortIpv4,
  ipv6: shortIpv6,
});

/** What may stand in the file: also `ipv6: false` and `log: debug`, which are written out before the rest looks at them. */
export const fileSchema = v.strictObject({
  ...settingsSchema.entries,
  ipv4: shortIpv4,
  ipv6: shortIpv6,
  uplinks: v.optional(
    v.pipe(
      v.record(v.string(), uplinkFileSchema),
      v.description("Further ways out to the Internet, by a name of your own."),
    ),
    {},
  ),
  log: v.optional(
    v.pipe(v.union([v.picklist(logLevels), logSchema]), v.description("What is written to standard error.")),
    {},
  ),
});

/** The file's content with defaults filled in, keys as written. */
export type Settings = v.InferOutput<typeof settingsSchema>;
