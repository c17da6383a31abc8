import * as v from "valibot";
import { body, data, optional, path, section } from "../operation.ts";
import { flag, id, listOf, moment, nothing, shape, text } from "../values/answer-values.ts";
import { someOf } from "../values/parameter-rules.ts";
import { id as someId, wholeFrom, zeroOrOne } from "../values/request-values.ts";

const asNumber = shape({
  id,
  asn: id,
  asn_name: text,
  /** Two letters. */
  asn_country: text,
  irr_v4: text,
  irr_v6: text,
  irr_updated: moment,
  /** Sessions need `active`. */
  status: text,
  rejected_reason: text,
});

const prefixList = shape({
  id,
  asn_id: id,
  /** In CIDR form. */
  prefix: text,
  /** `ipv4` or `ipv6`. */
  prefix_type: text,
  status: text,
  your_asn: id,
  asn_country: text,
});

const session = shape({
  id,
  asn_id: id,
  cust_id: id,
  router_id: id,
  srv_id: id,
  ip_id: id,
  /** `ipv4` or `ipv6`. */
  ip_type: text,
  defaultroute: flag,
  /** Only an `active` one can be deleted. */
  status: text,
  neighbor_ipv4: text,
  neighbor_ipv6: text,
  multihop: flag,
  router_asn: id,
  your_asn: id,
  asn_country: text,
  ip_address: text,
});

/** Announcing one's own AS number and prefixes from servers at Gigahost. */
export const bgp = section({
  /** Gets everything there is about BGP at once: AS numbers, prefix lists, sessions. Reference line 70. */
  getOverview: {
    method: "GET",
    path: "/bgp",
    summary: "Get AS numbers, prefix lists and sessions",
    description: "The only place that shows the ids of AS numbers and sessions.",
    parameters: {},
    answer: data(shape({ asn: listOf(asNumber), prefix_lists: listOf(prefixList), sessions: listOf(session) })),
    line: 70,
  },

  /**
   * Hands in an AS number for approval; instructions come by e-mail. Three at most, and only support can remove
   * one. The answer carries no id: see `getOverview`. Reference line 82.
   */
  submitAsn: {
    method: "POST",
    path: "/bgp/asn",
    summary: "Submit an AS number for approval",
    description: "At most three, and none can be removed through the API. Instructions to verify it come by e-mail.",
    parameters: {
      asn: body(
        v.union([v.pipe(v.string(), v.regex(/^(AS)?\d+$/i, "must be an AS number, 212345 or AS212345")), wholeFrom(1)]),
        "The AS number, `212345` or `AS212345`.",
      ),
    },
    answer: data(nothing),
    line: 82,
  },

  /**
   * Creates the sessions of an approved AS number on the routers of the server's data centre: one per family given,
   * two with `redundant`. The answer carries no ids: see `getOverview`. Reference line 100.
   */
  createSession: {
    method: "POST",
    path: "/bgp/{asn_id}/session",
    summary: "Create BGP sessions for an approved AS number",
    description: "Creates up to four sessions: one per given family, or two with `redundant`.",
    parameters: {
      asn_id: path(someId, "Id of the AS number in `getOverview`, not the number itself."),
      redundant: body(zeroOrOne, "1 for sessions with two routers, 0 for one."),
      defaultroute: body(zeroOrOne, "1 to receive a default route."),
      ip_id_v4: optional(body(someId, "Id of the IPv4 address to peer from; at least one of the two families.")),
      ip_id_v6: optional(body(someId, "Id of the IPv6 address to peer from.")),
    },
    answer: data(nothing),
    check: someOf("ip_id_v4", "ip_id_v6"),
    line: 100,
  },

  /** Marks an active session for deletion, which follows some time later. Reference line 130. */
  deleteSession: {
    method: "DELETE",
    path: "/bgp/{session_id}/session",
    summary: "Delete a BGP session",
    description: "Only an `active` session, and not at once: it is marked and deleted later.",
    parameters: { session_id: path(someId, "Id of the session in `getOverview`.") },
    answer: data(nothing),
    confirm: { because: "destroys", type: "session_id" },
    line: 130,
  },
});
