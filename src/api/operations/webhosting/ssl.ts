import { body, data, optional, section } from "../../operation.ts";
import { undocumented } from "../../values/answer-values.ts";
import { listOf, oneOf, words } from "../../values/request-values.ts";
import { hostingId } from "./hosting-id.ts";

/** The certificate of a hosting account. */
export const webhostingSsl = section({
  /** Gets whether TLS is on, the certificate, and the host names it could be for. Reference line 2527. */
  get: {
    method: "GET",
    path: "/webhosting/{id}/ssl",
    summary: "Get the certificate",
    description: "Whether TLS is on, the certificate, and the host names it could be for.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    line: 2527,
  },

  /** Asks for a free certificate, which takes about a minute. Reference line 2538. */
  request: {
    method: "POST",
    path: "/webhosting/{id}/ssl",
    summary: "Request a free certificate",
    description: "It is available about a minute later.",
    parameters: {
      id: hostingId,
      hostnames: body(listOf(words), "The host names it is for, all of the account's domain."),
      keysize: optional(body(oneOf("secp384r1", "secp256r1", "rsa_4096"), "Kind of key; secp384r1 unless given.")),
    },
    answer: data(undocumented),
    line: 2538,
  },

  /** Removes the certificate: the site is served without TLS. Reference line 2552. */
  delete: {
    method: "DELETE",
    path: "/webhosting/{id}/ssl",
    summary: "Remove the certificate",
    description: "The site is served without TLS from then on.",
    parameters: { id: hostingId },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "id" },
    line: 2552,
  },
});
