import { body, data, optional, query, section } from "../../operation.ts";
import { flag, listOf, moment, nothing, shape, text } from "../../values/answer-values.ts";
import { url, words } from "../../values/request-values.ts";
import { zoneId } from "./zone-id.ts";

const redirect = shape({
  domain: text,
  /** Subdomain, `@` for the zone itself. */
  source: text,
  target_url: text,
  enabled: flag,
  created_at: moment,
});

/** HTTP redirects of a zone. */
export const redirects = section({
  /** Lists the HTTP redirects of a zone; 400 for a zone that is served elsewhere. Reference line 523. */
  listRedirects: {
    method: "GET",
    path: "/dns/zones/{zone_id}/redirect",
    summary: "List the HTTP redirects of a zone",
    description: "Refused with 400 for a zone that is served elsewhere.",
    parameters: { zone_id: zoneId },
    answer: data(listOf(redirect)),
    line: 523,
  },

  /**
   * Creates an HTTP redirect, and the A records that it needs; refused where one exists already. For `@`, `www` is
   * redirected too. Reference line 541.
   */
  createRedirect: {
    method: "POST",
    path: "/dns/zones/{zone_id}/redirect",
    summary: "Create an HTTP redirect",
    description:
      "Adds A records for Gigahost's redirect server to the zone; for `@` a redirect and a record of `www` " +
      "as well. Refused with 400 if other records are in the way, if a redirect already exists, and for a zone that " +
      "is served elsewhere.",
    parameters: {
      zone_id: zoneId,
      target_url: body(url, "The target, `https://example.com`."),
      source: optional(body(words, "Subdomain, `@` for the zone itself, which is the default.")),
    },
    answer: data(shape({ domain: text, source: text, target_url: text })),
    status: 201,
    line: 541,
  },

  /** Changes where a redirect leads. Reference line 567. */
  updateRedirect: {
    method: "PUT",
    path: "/dns/zones/{zone_id}/redirect",
    summary: "Change the target of a redirect",
    description: "Its A records stay as they are.",
    parameters: {
      zone_id: zoneId,
      source: body(words, "Subdomain, `@` for the zone itself."),
      target_url: body(url, "Where to."),
    },
    answer: data(nothing),
    line: 567,
  },

  /** Deletes a redirect and its A records; for `@`, that of `www` too. Reference line 585. */
  deleteRedirect: {
    method: "DELETE",
    path: "/dns/zones/{zone_id}/redirect",
    summary: "Delete a redirect and its A records",
    description: "Also deletes the A records that point at the redirect server; for `@`, those of `www`, too.",
    parameters: { zone_id: zoneId, source: query(words, "Subdomain, `@` for the zone itself.") },
    answer: data(nothing),
    confirm: { because: "destroys", type: "source" },
    line: 585,
  },
});
