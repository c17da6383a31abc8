import * as v from "valibot";
import { body, data, optional, query, section, wrapped } from "../operation.ts";
import {
  flag,
  id,
  listOf,
  moment,
  numeric,
  perhaps,
  shape,
  text,
  textOrNull,
  undocumented,
} from "../values/answer-values.ts";
import { allOf, exactlyOneOf } from "../values/parameter-rules.ts";
import {
  listOf as givenList,
  hostName,
  numberId,
  oneOf,
  wholeFrom,
  words,
  zeroOrOne,
} from "../values/request-values.ts";

const product = shape({
  product_id: id,
  product_hash: text,
  product_name: text,
  /** `vm` for a virtual server. */
  type: text,
  in_stock: flag,
  /** Can be ordered although sold out; it takes longer. */
  built_to_order: flag,
  waitlist_eligible: flag,
  allow_hourly: flag,
  allow_recurring: flag,
  /** Percent, for a whole year. */
  discount_year: numeric,
  /** Once, in the catalog's currency. */
  setup: numeric,
  contract: numeric,
  vm_cores: numeric,
  /** The document shows MB (`4096`), the live server GB (`4`). */
  vm_memory: numeric,
  /** GB. */
  vm_storage: numeric,
  /** In `vm_bw_type`, a month. */
  vm_bw: numeric,
  vm_bw_type: text,
  /** Changes with the price: look it up before an order. */
  price_id: id,
  rate_hourly: numeric,
  rate_monthly: numeric,
  region_ids: listOf(id),
  specs: perhaps(undocumented),
  addons: perhaps(undocumented),
  config_addons: perhaps(undocumented),
  dc_ids: perhaps(undocumented),
  dc_stock: perhaps(undocumented),
  monthly_extra: perhaps(undocumented),
  auction_id: perhaps(v.nullable(id)),
});

const tier = shape({
  group_id: id,
  group_name: text,
  in_stock: flag,
  quantity: perhaps(numeric),
  products: listOf(product),
});

const region = shape({
  region_id: id,
  region_name: text,
  region_name_short: text,
  /** Two letters. */
  region_country: text,
  /** A name, or an SVG in base64. */
  region_icon: text,
  region_active: flag,
});

const eligibility = shape({
  verified: flag,
  /** A means of payment is on file. */
  has_method: flag,
  /** It is good enough for hourly servers. */
  method_qualifies: flag,
  has_paid_invoice: flag,
  qualifies_arrears: flag,
  /** The account's balance in NOK. */
  credit_nok: numeric,
});

const deployment = shape({
  order_id: id,
  order_number: id,
  hostname: text,
  /** 0 until there is a server. */
  srv_id: id,
  ip: textOrNull,
  ipv6: textOrNull,
  /** `waitlist`, `waiting`, `deploying`, `installing`, `ready`, `rescue` or `iso`; none says that it failed. */
  status: text,
  /** The root password, while it installs without an SSH key or is in rescue mode: a secret. */
  password: textOrNull,
  app: perhaps(undocumented),
  install_progress: perhaps(undocumented),
});

const reservation = shape({
  order_id: id,
  order_number: id,
  product_name: text,
  region_id: id,
  region_name: text,
  billing_type: text,
  total: numeric,
  currency: text,
  reserved_at: moment,
});

const notification = shape({
  notify_id: id,
  product_id: id,
  product_name: text,
  region_id: id,
  region_name: text,
  signed_up_at: moment,
});

/** What an order answers depends on its billing: hourly, for a term, or a place on the waitlist. */
const orderAnswer = shape({
  success: flag,
  message: text,
  order_ids: perhaps(listOf(id)),
  order_numbers: perhaps(listOf(id)),
  quantity: perhaps(numeric),
  currency: perhaps(text),
  rate_hourly: perhaps(numeric),
  /** What a month costs at most. */
  monthly_cap: perhaps(numeric),
  billing_period: perhaps(text),
  /** Months. */
  term: perhaps(numeric),
  monthly: perhaps(numeric),
  setup: perhaps(numeric),
  /** Percent. */
  discount: perhaps(numeric),
  /** Percent. */
  vat: perhaps(numeric),
  pending_payment: perhaps(flag),
  under_review: perhaps(flag),
  /** `reserve` or `notify`. */
  mode: perhaps(text),
  waitlisted: perhaps(flag),
});

/** One host name per server, each its own. */
function hostnameProblems({ hostnames, quantity = 1 }: Readonly<Record<string, unknown>>): readonly string[] {
  if (!Array.isArray(hostnames)) return [];
  if (hostnames.length !== Number(quantity)) {
    return [`hostnames must be one per server: ${hostnames.length} were given for a quantity of ${quantity}`];
  }
  return new Set(hostnames).size < hostnames.length ? ["hostnames must be different ones"] : [];
}

/** Ordering servers: the catalog, orders under way, and the waitlist. */
export const deploy = section({
  /** Gets the catalog: products in tiers, regions, prices in NOK, and how the account may pay. Reference line 1723. */
  getCatalog: {
    method: "GET",
    path: "/deploy/servers",
    summary: "Get the catalog of servers that can be ordered",
    description: "`price_id` changes over time, so read the catalog before an order. Memory is in MB or GB.",
    parameters: {},
    answer: data(shape({ tiers: listOf(tier), regions: listOf(region), eligibility, currency: text })),
    line: 1723,
  },

  /**
   * Gets how far orders are; meant to be asked again until `all_ready`. An order that is done disappears after a
   * while. The root password shows only while a server installs without an SSH key, or in rescue mode. Reference line
   * 1737.
   */
  getStatus: {
    method: "GET",
    path: "/deploy/status",
    summary: "Get the progress of orders",
    description:
      "A completed order disappears after a while; a failed one is never reported. A server with id 0 does " +
      "not exist yet. The root password is shown only while a server without an SSH key is being installed, " +
      "or in rescue mode.",
    parameters: {
      ids: query(
        v.pipe(v.string(), v.regex(/^\d+(,\d+)*$/, "must be order ids with commas between, as 10001,10002")),
        "Order ids with commas between, `10001,10002`.",
      ),
    },
    answer: wrapped("servers", shape({ servers: listOf(deployment), all_ready: flag })),
    secrets: ["password"],
    line: 1737,
  },

  /**
   * Lists the uploaded ISO images that are complete and can be installed from; sizes in bytes. Reference line 1751.
   */
  listIsos: {
    method: "GET",
    path: "/deploy/isos",
    summary: "List the uploaded ISO images to install from",
    description: "Only fully uploaded images.",
    parameters: {},
    answer: wrapped("isos", shape({ isos: listOf(shape({ iso_id: id, iso_name: text, iso_size: numeric })) })),
    line: 1751,
  },

  /**
   * Gets the reservations, which become servers by themselves, and the signups for a notice by e-mail. Reference line
   * 1765.
   */
  getWaitlist: {
    method: "GET",
    path: "/deploy/waitlist",
    summary: "Get reservations and signups for sold-out products",
    description:
      "A reservation becomes a server, and is billed, as soon as there is capacity. Until then `getStatus` " +
      "doesn't show it.",
    parameters: {},
    answer: data(shape({ reservations: listOf(reservation), notifications: listOf(notification) })),
    line: 1765,
  },

  /** Cancels a reservation that still waits, or a signup for a notice; one of the two ids. Reference line 1779. */
  cancelWaitlist: {
    method: "DELETE",
    path: "/deploy/waitlist",
    summary: "Cancel a reservation or a signup",
    description: "Only while it waits: a reservation that has become a server is refused with 404.",
    parameters: {
      order_id: optional(body(numberId, "Order id of the reservation; or notify_id.")),
      notify_id: optional(body(numberId, "Id of the signup; or order_id.")),
    },
    answer: data(shape({ success: flag, message: text })),
    confirm: { because: "destroys", type: "order_id" },
    check: exactlyOneOf("order_id", "notify_id"),
    line: 1779,
  },

  /**
   * Orders servers, one order each. Costs money. One of `pid` and `hash`, and one of `os_id`, `iso_id` and
   * `rescue`. Hourly billing needs a means of payment or a balance; a term makes an invoice per server. Reference
   * line 1801.
   */
  orderServers: {
    method: "POST",
    path: "/deploy/servers",
    summary: "Order servers",
    description:
      "Costs money, and is never sent twice: one order a server, and with a term one invoice a server, with " +
      "its setup fee and VAT for Norwegians. Follow it with `deploy.getStatus`. With `waitlist` a sold-out " +
      "product is reserved, and ordered by itself once there is room, or an e-mail comes; it is ignored for " +
      "one in stock. A declined card leaves order and invoice in place (402). Refusals (400, 402, 403) say " +
      "why in `reason`, with `required` and `balance` beside it.",
    parameters: {
      pid: optional(body(numberId, "Product id; or hash.")),
      hash: optional(body(words, "The product's hash; or pid.")),
      price_id: body(numberId, "Price id of the product, from the catalog as it is now."),
      region_id: body(numberId, "Region of the server."),
      os_id: optional(body(numberId, "Operating system to install; or iso_id or rescue.")),
      iso_id: optional(body(numberId, "Uploaded ISO image to install from; or os_id or rescue.")),
      rescue: optional(body(zeroOrOne, "1 to start into rescue mode; or os_id or iso_id.")),
      billing_period: optional(body(oneOf("hourly", "monthly", "quarterly", "annual"), "hourly unless given.")),
      waitlist: optional(body(oneOf("reserve", "notify"), "What to do where the product is sold out.")),
      quantity: optional(body(wholeFrom(1), "How many servers; default 1.")),
      backups: optional(body(zeroOrOne, "1 for backups, which add 25 percent to the price.")),
      auction_id: optional(body(numberId, "The auctioned server to take; the quantity is 1 then.")),
      hostnames: optional(body(givenList(hostName), "Host names, one per server.")),
      ssh_keys: optional(body(givenList(wholeFrom(1)), "Ids of the account's SSH keys to install.")),
      opts: optional(body(v.record(v.string(), v.unknown()), "The chosen options of the product.")),
    },
    answer: data(orderAnswer),
    once: true,
    confirm: { because: "costs money", type: "price_id" },
    check: allOf(exactlyOneOf("pid", "hash"), hostnameProblems, (given) =>
      // rescue: 0 says no more than leaving it out.
      exactlyOneOf("os_id", "iso_id", "rescue")(given.rescue === 0 ? { ...given, rescue: undefined } : given),
    ),
    line: 1801,
  },
});
