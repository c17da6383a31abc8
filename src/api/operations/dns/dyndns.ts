import * as v from "valibot";
import { isIpv4, isIpv6 } from "../../../model/addresses/ip-version.ts";
import { optional, text as plainText, query, section } from "../../operation.ts";
import { text } from "../../values/answer-values.ts";
import { maxHostnamesPerRequest } from "../../values/max-hostnames.ts";
import { words } from "../../values/request-values.ts";

/** The dyndns endpoint. */
export const dyndns = section({
  /**
   * Points hostnames at addresses; missing records are created, the TTL becomes 60 seconds. The answer is one line per
   * hostname in order: `good IP`, `nochg IP`, `nohost`, `notfqdn`, `badauth`, `dnserr`, or `badagent`, which means an
   * invalid address here. Without `myip`, the server takes the address it is asked from, so always give it; see
   * `rawResponse()` for reading the answer whatever the HTTP status. Reference line 632.
   */
  updateDyndns: {
    method: "GET",
    path: "/dns/dyndns",
    summary: "Point hostnames at addresses, by the dyndns protocol",
    description: "Changes records although it is a GET. Without `myip`, the server uses the address of the caller.",
    parameters: {
      hostname: query(words, "Full names, separated by commas; at most 20."),
      myip: optional(
        query(
          v.pipe(
            v.string(),
            v.check((text) => isIpv4(text), "must be an IPv4 address"),
          ),
          "IPv4 address for the A record.",
        ),
      ),
      myipv6: optional(
        query(
          v.pipe(
            v.string(),
            v.check((text) => isIpv6(text), "must be an IPv6 address"),
          ),
          "IPv6 address for the AAAA record.",
        ),
      ),
    },
    answer: plainText(text),
    check: ({ hostname }) =>
      String(hostname).split(",").length > maxHostnamesPerRequest
        ? [`hostname must name at most ${maxHostnamesPerRequest}, with commas between`]
        : [],
    once: true,
    line: 632,
  },
});
