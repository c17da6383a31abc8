import { timingSafeEqual } from "node:crypto";
import type { Account, ApiKey } from "./store/accounts.ts";
import type { Store } from "./store/store.ts";

export interface Caller {
  readonly account: Account;
  readonly via: "basic" | "session" | "api-key";
  /** Only with `api-key`. */
  readonly key: ApiKey | null;
}

/** The sender of this `Authorization` header; null if unknown. */
export function authenticate(header: string | undefined, store: Store): Caller | null {
  const [scheme = "", credential = ""] = splitOnce(header ?? "", " ");
  if (scheme.toLowerCase() === "basic") return byBasic(credential.trim(), store);
  if (scheme.toLowerCase() === "bearer") return byBearer(credential.trim(), store);
  return null;
}

function byBasic(credential: string, store: Store): Caller | null {
  const [username, password] = splitOnce(Buffer.from(credential, "base64").toString("utf8"), ":");
  const account = store.accounts.byPassword(username, password);
  return account && account.twoFactorCode === null ? { account, via: "basic", key: null } : null;
}

function byBearer(token: string, store: Store): Caller | null {
  const key = token.startsWith("flux_live_") ? store.accounts.bySecret(token) : null;
  const account = key ? store.accounts.byCustomer(key.custId) : store.accounts.byToken(token);
  return account ? { account, via: key ? "api-key" : "session", key } : null;
}

/** Whether the second factor's code is right. It is compared as text, so a code sent as a number lacks its leading zero. */
export function rightCode(expected: string, sent: unknown): boolean {
  const given = typeof sent === "string" || typeof sent === "number" ? String(sent) : "";
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
