import type { UpdateAnswer } from "../engine.ts";

/** Why no answer came back. */
export interface TransportFailure {
  readonly failure: "timeout" | "network" | "tls";
  /** In plain words, without a secret. */
  readonly message: string;
  /** The code of the system or of OpenSSL, such as `ECONNREFUSED` or `CERT_NOT_YET_VALID`; null where there is none. */
  readonly code: string | null;
  /** Whether the server may have got the request and done what it asks for. */
  readonly sent: boolean;
}

type Failed = Omit<UpdateAnswer, "hostname" | "family">;

/** No clock that is right shows a time before this was written, or half a century after. */
const earliestMs = Date.UTC(2026, 0, 1);
const latestMs = Date.UTC(2076, 0, 1);

/** What a request without an answer means; a wrong clock is named where it is the reason. */
export function describeFailure({ failure, message, code, sent }: TransportFailure, wallMs: number): Failed {
  if (failure === "tls" && isClockFault(code, wallMs)) {
    const shown = new Date(wallMs).toISOString();
    const reason = `this machine's clock is wrong (it shows ${shown}), so the server's certificate can't be checked: set the clock, or wait until it is set from the network`;
    return { result: "tls", consequence: "wait-for-clock", reason, retryAfterMs: null };
  }
  const reason = `${descriptions[failure][sent ? "sent" : "unsent"]} (${message}); retrying later`;
  return { result: failure, consequence: "back-off-account", reason, retryAfterMs: null };
}

/** The round ended while the server was asked: nobody is to blame, and what became of it is not known. */
export const interrupted: Failed = {
  result: "network",
  consequence: "interrupted",
  reason:
    "the round ended before the server answered, so whether it published the address could not be confirmed; it is sent again in the next round",
  retryAfterMs: null,
};

/** Something that should never happen, most likely over an answer that nobody expected: told, and tried again later. */
export function describeDefect(error: unknown): Failed {
  const [words = ""] = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split("\n");
  const reason = `internal error (${words.slice(0, 200)}); please report it; retrying later`;
  return { result: "unparseable", consequence: "back-off", reason, retryAfterMs: null };
}

const untrusted = "no secure connection to the server";

/** "Could not be confirmed" where the request may have gone through, "nothing was published" where it surely did not. */
const descriptions: Readonly<Record<TransportFailure["failure"], Readonly<Record<"sent" | "unsent", string>>>> = {
  timeout: {
    sent: "the server did not answer in time, so whether it published the address could not be confirmed",
    unsent: "the server could not be asked in time, so nothing was published",
  },
  network: {
    sent: "the connection broke, so whether the server published the address could not be confirmed",
    unsent: "the server could not be reached, so nothing was published",
  },
  tls: { sent: untrusted, unsent: untrusted },
};

/** A certificate that is not valid yet means a clock that is behind; one that has expired only with an absurd clock. */
export function isClockFault(code: string | null, wallMs: number): boolean {
  if (code === "CERT_NOT_YET_VALID") return true;
  return code === "CERT_HAS_EXPIRED" && (wallMs < earliestMs || wallMs > latestMs);
}

const tlsCodes =
  /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)|HOSTNAME_MISMATCH|EPROTO$)/;

/** Silence is what a network that has a proxy only shows to whoever doesn't use it. */
const noConnection =
  "no connection in time; if the network reaches the Internet only through a proxy, set account.proxy or HTTPS_PROXY";

const intercepted =
  "its certificate comes from an unknown authority; if a proxy or virus scanner in your network inspects TLS, set NODE_EXTRA_CA_CERTS to a file with its certificate";

const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: "it refuses the connection",
  ECONNRESET: "the connection broke",
  EPIPE: "the connection broke",
  EHOSTUNREACH: "no route to it",
  ENETUNREACH: "the network is unreachable",
  EADDRNOTAVAIL: "the network is unreachable",
  ENOTFOUND: "the resolver does not know its name",
  EAI_AGAIN: "its name can't be looked up right now: no resolver answers properly",
  EAI_FAIL: "its name can't be looked up: the resolver refuses",
  RESOLVER_SILENT: "its name can't be looked up: no resolver answers",
  HTTP_101: "it answers with HTTP 101, which was not requested",
  BROKEN_CODING: "its answer has broken compression",
  ETIMEDOUT: noConnection,
  EPROTO: "it doesn't speak TLS there",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: intercepted,
  SELF_SIGNED_CERT_IN_CHAIN: intercepted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: intercepted,
  UNABLE_TO_GET_ISSUER_CERT: intercepted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: intercepted,
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

interface Circumstances {
  /** Our own time limit ended it. */
  readonly timedOut: boolean;
  readonly sent: boolean;
}

/** What an error of Node's client stands for. */
export function failureOf(error: unknown, { timedOut, sent }: Circumstances): TransportFailure {
  if (timedOut) {
    const message = sent ? "no complete answer in time" : noConnection;
    return { failure: "timeout", message, code: null, sent };
  }
  const code = codeOf(error);
  if (code.startsWith("HPE_")) return { failure: "network", message: "its answer is not HTTP", code, sent };
  const words = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  if (code.startsWith("ERR_SSL_")) return { failure: "tls", message: "no TLS version in common", code, sent };
  const message = (Object.hasOwn(meanings, code) ? meanings[code] : undefined) ?? words;
  if (code === "ETIMEDOUT") return { failure: "timeout", message, code, sent };
  return { failure: tlsCodes.test(code) ? "tls" : "network", message, code: code === "" ? null : code, sent };
}

/** With two families tried at once, the error is a bundle of several. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const own = "code" in error && typeof error.code === "string" ? error.code : "";
  return own || codeOf(error instanceof AggregateError ? error.errors[0] : error.cause);
}
