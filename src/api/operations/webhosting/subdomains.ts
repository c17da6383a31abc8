import { body, data, path, section } from "../../operation.ts";
import { undocumented } from "../../values/answer-values.ts";
import { words } from "../../values/request-values.ts";
import { hostingId } from "./hosting-id.ts";

/** Subdomains of a hosting account. The API has no list of them. */
export const webhostingSubdomains = section({
  /** Adds a subdomain. Reference line 2261. */
  create: {
    method: "POST",
    path: "/webhosting/{id}/subdomain",
    summary: "Add a subdomain",
    description: "The API has no list of subdomains.",
    parameters: { id: hostingId, subdomain: body(words, "The part before the domain, `blog`.") },
    answer: data(undocumented),
    line: 2261,
  },

  /** Removes a subdomain. Reference line 2271. */
  delete: {
    method: "DELETE",
    path: "/webhosting/{id}/subdomain/{name}",
    summary: "Remove a subdomain",
    description: "The subdomain no longer answers.",
    parameters: { id: hostingId, name: path(words, "The subdomain.") },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "name" },
    line: 2271,
  },
});
