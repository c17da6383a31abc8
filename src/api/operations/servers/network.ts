import * as v from "valibot";
import { body, data, inMeta, optional, path, section } from "../../operation.ts";
import { id, nothing, perhaps, shape, text } from "../../values/answer-values.ts";
import { exactlyOneOf } from "../../values/parameter-rules.ts";
import { numberId, oneOf, id as someId, words } from "../../values/request-values.ts";

const serverId = path(someId, "Id of the server, `srv_id` in `servers.list`.");

/** PNG files in base64, some with `data:image/png;base64,` before it; empty if there is nothing to draw. */
const graphs = shape({ graph_day: text, graph_week: text, graph_month: text, graph_year: text });

/** The network of a server: traffic, reverse DNS, more addresses. */
export const serverNetwork = section({
  /** Gets the graphs of a server's traffic in bits, as PNG files in base64. Reference line 1527. */
  getTrafficGraphs: {
    method: "GET",
    path: "/servers/{id}/port_bits",
    summary: "Get the graphs of a server's traffic",
    description: "Day, week, month and year, each a PNG in base64, or empty.",
    parameters: { id: serverId },
    answer: data(graphs),
    line: 1527,
  },

  /** Gets the graphs of a server's packets, as PNG files in base64. Reference line 1541. */
  getPacketGraphs: {
    method: "GET",
    path: "/servers/{id}/port_upkts",
    summary: "Get the graphs of a server's packets",
    description: "Day, week, month and year, each a PNG in base64, or empty.",
    parameters: { id: serverId },
    answer: data(graphs),
    line: 1541,
  },

  /**
   * Sets what an address resolves to (`ip_id`), or the name server of an IPv6 network (`sub_id`). `v4v6` tells the two
   * addresses apart that share an id. Reference line 1596.
   */
  setReverse: {
    method: "PUT",
    path: "/servers/{id}/reverse",
    summary: "Set the reverse DNS of an address or network",
    description:
      "With `sub_id`, the whole reverse zone of an IPv6 network is delegated to a name server. `v4v6` is not in " +
      "the vendor's document.",
    parameters: {
      id: serverId,
      ip_id: optional(body(someId, "Id of the address; or sub_id.")),
      sub_id: optional(
        body(someId, "Id of the IPv6 network, to delegate its reverse zone to a name server; or ip_id."),
      ),
      dns: body(words, "Host name of the address, or the name server of the network."),
      v4v6: optional(body(oneOf("ipv4", "ipv6"), "Family of the address, where one id stands for two.")),
    },
    answer: data(nothing),
    check: exactlyOneOf("ip_id", "sub_id"),
    line: 1596,
  },

  /** Orders more IPv4 addresses. Costs money. The answer doesn't name them: see `servers.get`. Reference line 1657. */
  orderIpv4: {
    method: "POST",
    path: "/servers/{id}/ipv4",
    summary: "Order more IPv4 addresses for a server",
    description: "Costs money, and is never sent twice. `num_ips`, which is needed, is not in the vendor's document.",
    parameters: {
      id: serverId,
      ip_type: body(oneOf("l2", "l3"), "l2 for an address on the server's own network, l3 for a routed one."),
      num_ips: body(
        v.pipe(v.string(), v.regex(/^[1-9]\d*$/, 'must be a number as text, "1"')),
        "How many, as text: `1`.",
      ),
    },
    answer: data(nothing),
    once: true,
    confirm: { because: "costs money", type: "id" },
    line: 1657,
  },

  /**
   * Moves a routed address to another server of the same region, which has a primary address and fewer than 5 more.
   * What it costs moves to that server's order. Reference line 1669.
   */
  moveIpv4: {
    method: "PUT",
    path: "/servers/{id}/ipv4/{ip_id}",
    summary: "Move a routed address to another server",
    description:
      "Its bill moves along: it joins the other server's order, with that order's terms and currency. Only " +
      "l3 addresses, within one region and account; the other server needs a primary address and may have at most 4 additional ones already.",
    parameters: {
      id: path(someId, "Id of the server that has the address."),
      ip_id: path(someId, "Id of the address, `ips[].ip_id` of `servers.get`."),
      target_srv_id: body(numberId, "Id of the server that gets it."),
    },
    answer: inMeta(shape({ message: perhaps(text), ip_id: id, target_srv_id: id })),
    confirm: { because: "interrupts", type: "ip_id" },
    line: 1669,
  },
});
