import * as v from "valibot";
import { body, data, optional, path, query, section } from "../../operation.ts";
import {
  id,
  listOf,
  moment,
  nothing,
  numeric,
  perhaps,
  shape,
  text,
  textOrNull,
  undocumented,
} from "../../values/answer-values.ts";
import { someOf } from "../../values/parameter-rules.ts";
import {
  futureSeconds,
  listOf as givenList,
  oneOf,
  id as someId,
  whole,
  wholeFrom,
} from "../../values/request-values.ts";

const keyId = path(someId, "Id of the key, `key_id` in `list`.");
const label = v.pipe(
  v.string(),
  v.minLength(1, "must not be empty"),
  v.maxLength(100, "must have at most 100 characters"),
  v.regex(/^[^<>"&]*$/, 'must not contain <, >, " or &'),
);

const mode = oneOf("r", "rw");
const resources = v.optional(
  v.pipe(
    v.strictObject({ mode, all: v.boolean(), ids: v.optional(givenList(wholeFrom(1))) }),
    v.check(
      ({ all, ids }) => all === (ids === undefined),
      "must have ids where all is false, and none where it is true",
    ),
  ),
);
const wholeArea = v.optional(v.strictObject({ mode }));

const permissions = v.strictObject({
  dns: resources,
  servers: resources,
  webhosting: resources,
  racks: wholeArea,
  support: wholeArea,
  billing: wholeArea,
  account: wholeArea,
});

const permissionsMeaning =
  "By area: `mode` is `r` to read, or `rw` to change as well; an area that you leave out is closed. dns, " +
  "servers and webhosting also accept `all`: true for everything there, or false together with the " +
  "allowed `ids`.";

const permissionsAnswer = shape({
  dns: perhaps(grant()),
  servers: perhaps(grant()),
  webhosting: perhaps(grant()),
  racks: perhaps(grant()),
  support: perhaps(grant()),
  billing: perhaps(grant()),
  account: perhaps(grant()),
});

function grant() {
  return shape({ mode: text, all: perhaps(v.boolean()), ids: perhaps(listOf(numeric)) });
}

const apiKey = shape({
  key_id: id,
  key_label: text,
  /** How the secret begins, for recognising it. */
  key_prefix: text,
  permissions: permissionsAnswer,
  created_at: moment,
  expires_at: moment,
  last_used_at: moment,
  last_used_ip: textOrNull,
  status: text,
  revoked_at: moment,
  contact_id: id,
});

/** API keys. For administrators with a session or a password: an API key is refused here with 403. */
export const accountApikeys = section({
  /** Lists the keys that are in force, without their secrets; times in seconds since 1970. Reference line 1044. */
  list: {
    method: "GET",
    path: "/account/apikeys",
    summary: "List the API keys",
    description: "Active keys, without their secrets. Refused with 403 for an API key, like everything here.",
    parameters: {},
    answer: data(listOf(apiKey)),
    line: 1044,
  },

  /** Gets one key, without its secret. Reference line 1058. */
  get: {
    method: "GET",
    path: "/account/apikeys/{id}",
    summary: "Get one API key",
    description: "Without its secret. 404 if it does not exist.",
    parameters: { id: keyId },
    answer: data(apiKey),
    line: 1058,
  },

  /**
   * Lists the requests made with a key, page by page: time, address, method, path, bodies and status. Bodies are
   * cut (4 KB of a request, 16 KB of an answer), and old entries go. Reference line 1070.
   */
  listRequests: {
    method: "GET",
    path: "/account/apikeys/{id}/log",
    summary: "List the requests made with an API key",
    description:
      "With the bodies of requests and answers, cut at 4 KB and 16 KB, secrets blacked out. Only the newest " +
      "are kept.",
    parameters: {
      id: keyId,
      limit: optional(query(whole(1, 200), "Entries per page; default 50, at most 200.")),
      offset: optional(query(wholeFrom(0), "Entries to skip; default 0.")),
    },
    answer: data(undocumented),
    line: 1070,
  },

  /**
   * Creates a key. Its secret is in this answer and never to be had again. No id: find the key by its prefix in
   * `list`. `expires_at` in seconds since 1970. Reference line 1084.
   */
  create: {
    method: "POST",
    path: "/account/apikeys",
    summary: "Create an API key",
    description: "Only this answer contains the secret. It lacks the key's id: find that by the prefix in the list.",
    parameters: {
      label: body(label, "Name of the key, 1 to 100 characters, without HTML characters."),
      permissions: body(permissions, permissionsMeaning),
      expires_at: optional(body(futureSeconds, "When it expires, in seconds since 1970; default: never.")),
    },
    answer: data(
      shape({ secret: text, prefix: text, label: text, expires_at: perhaps(moment), permissions: permissionsAnswer }),
    ),
    secrets: ["secret"],
    status: 201,
    line: 1084,
  },

  /** Replaces a key's secret; the old one is void at once, the new one is in this answer only. Reference line 1110. */
  rotate: {
    method: "POST",
    path: "/account/apikeys/{id}/rotate",
    summary: "Replace the secret of an API key",
    description: "The old secret becomes invalid at once; only this answer contains the new one. Never sent twice.",
    parameters: { id: keyId },
    answer: data(shape({ secret: text, prefix: text })),
    once: true,
    confirm: { because: "destroys", type: "id" },
    secrets: ["secret"],
    line: 1110,
  },

  /** Changes a key's label, its permissions (all of them at once), or both. Reference line 1124. */
  update: {
    method: "PUT",
    path: "/account/apikeys/{id}",
    summary: "Change the label or the permissions of an API key",
    description:
      "The secret is kept. `permissions` replaces all previous ones, so what you leave out is closed. Active " +
      "keys only.",
    parameters: {
      id: keyId,
      label: optional(body(label, "Name of the key, 1 to 100 characters.")),
      permissions: optional(body(permissions, `Replaces all it had. ${permissionsMeaning}`)),
    },
    answer: data(nothing),
    check: someOf("label", "permissions"),
    line: 1124,
  },

  /** Revokes a key: its next request is refused. Reference line 1141. */
  delete: {
    method: "DELETE",
    path: "/account/apikeys/{id}",
    summary: "Revoke an API key",
    description: "Anyone who uses it is refused from the next request.",
    parameters: { id: keyId },
    answer: data(nothing),
    confirm: { because: "destroys", type: "id" },
    line: 1141,
  },
});
