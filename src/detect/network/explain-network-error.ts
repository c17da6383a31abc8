import { type Family, familyLabel } from "../../model/family.ts";
import type { RawAnswer } from "../source.ts";

type None = Extract<RawAnswer, { kind: "none" }>;

/**
 * What a failed connection means, in plain words. Never that an address is absent: "network unreachable" may come from
 * a router on the way.
 */
export function explainNetworkError(error: unknown, host: string, family: Family): None {
  const code = codeOf(error);
  const shown = familyLabel(family);
  const known = Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  if (known !== undefined) return { kind: "none", reason: known.replace("HOST", host).replace("FAMILY", shown) };
  const tls = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/.test(code) ? "no trusted TLS connection: " : "";
  const text = error instanceof Error ? error.message : String(error);
  return { kind: "none", reason: `${tls}${text.split("\n")[0]}` };
}

const intercepted =
  "the certificate of HOST comes from an unknown authority; if a proxy or virus scanner in your network inspects TLS, set NODE_EXTRA_CA_CERTS to a file with its certificate";

const meanings: Readonly<Record<string, string>> = {
  ENETUNREACH: "no FAMILY route to HOST",
  EAFNOSUPPORT: "no FAMILY route to HOST",
  EADDRNOTAVAIL: "this machine no longer has the address from which it asks HOST",
  EHOSTUNREACH: "HOST can't be reached",
  ECONNREFUSED: "HOST refuses the connection",
  ECONNRESET: "HOST dropped the connection",
  EPIPE: "HOST dropped the connection",
  ETIMEDOUT: "HOST does not answer",
  EPERM: "a firewall on this machine blocks it",
  EACCES: "a firewall on this machine blocks it",
  ENOTFOUND: "HOST has no FAMILY address",
  ENODATA: "HOST has no FAMILY address",
  EAI_AGAIN: "HOST can't be looked up right now: no resolver answers properly",
  EAI_FAIL: "HOST can't be looked up: the resolver refuses",
  EPROTO: "HOST does not speak TLS there",
  SELF_SIGNED_CERT_IN_CHAIN: intercepted,
  DEPTH_ZERO_SELF_SIGNED_CERT: intercepted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: intercepted,
  UNABLE_TO_GET_ISSUER_CERT: intercepted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: intercepted,
  CERT_NOT_YET_VALID: "the certificate of HOST is not valid yet: is this machine's clock right?",
  CERT_HAS_EXPIRED: "the certificate of HOST has expired: is this machine's clock right?",
  HTTP_101: "answered with HTTP 101, which was not requested",
  BROKEN_CODING: "an answer with broken compression",
  HPE_HEADER_OVERFLOW: "HOST sends headers that are too long",
};

/** The code of a system, resolver or HTTP parser error; that of the first attempt where several were made. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code: unknown = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" ? code : "";
}
