import * as v from "valibot";
import { hideUriSecrets } from "../../detect/uri/hide-uri-secrets.ts";
import type { AccountConfig } from "../config.ts";
import { secret, text } from "./read.ts";
import { mask, type RowsOver, type Shown } from "./row.ts";

export const accountRows = {
  credential: {
    keys: {
      api_key: {
        read: v.optional(secret("The API key itself. Better kept out of this file: use api_key_file.")),
        variable: { secret: "GIGAHOST_API_KEY" },
      },
      api_key_file: {
        read: v.optional(text("File that holds the API key; best one limited to DNS and to the zones it needs.")),
        variable: null,
      },
      username: {
        read: v.optional(text("The account's e-mail address, together with a password; not for accounts with 2FA.")),
        variable: { secret: "GIGAHOST_USERNAME" },
      },
      username_file: {
        read: v.optional(text("File that holds the user name.")),
        variable: null,
      },
      password: {
        read: v.optional(secret("The account's password. Better kept out of this file: use password_file.")),
        variable: { secret: "GIGAHOST_PASSWORD" },
      },
      password_file: {
        read: v.optional(text("File that holds the account's password.")),
        variable: null,
      },
    },
    show: ({ credential }) => showCredential(credential),
  },
  baseUrl: {
    keys: {
      base_url: {
        read: v.optional(text("The API's base URL; plain http only to loopback."), "https://api.gigahost.no/api/v0"),
        variable: "GIGAHOST_BASE_URL",
      },
    },
    show: ({ baseUrl }) => ({ base_url: baseUrl }),
  },
  proxy: {
    keys: {
      proxy: {
        read: v.optional(
          text("HTTP proxy for requests to the API; default: HTTPS_PROXY, unless NO_PROXY names the API."),
        ),
        variable: null,
      },
    },
    show: ({ proxy }) => ({ proxy: proxy && hideUriSecrets(proxy) }),
  },
} as const satisfies RowsOver<AccountConfig>;

function showCredential(credential: AccountConfig["credential"]): Shown {
  if (credential === null) return { api_key: null };
  return credential.kind === "api-key" ? { api_key: mask } : { username: credential.username, password: mask };
}
