import { isoTime } from "../../model/time/iso-time.ts";
import { codeOf } from "../../platform/error-code.ts";
import { firstLineOf, maxDefectLength } from "../../platform/error-message.ts";
import { describeConnectionError, isTlsCode } from "../../platform/network/describe-connection-error.ts";
import type { UpdateAnswer } from "../engine.ts";

/** Why no answer came back. */
export interface TransportFailure {
  readonly failure: "timeout" | "network" | "tls";
  /** In plain words, without a secret. */
  readonly message: string;
  /** The code of the system or of OpenSSL, such as `ECONNREFUSED` or `CERT_NOT_YET_VALID`; null if there is none. */
  readonly code: string | null;
  /** Whether the server may have got the request and done what it asks for. */
  readonly sent: boolean;
}

type AnswerForAll = Omit<UpdateAnswer, "hostname" | "family">;

/** No clock that is right shows a time before this was written, or half a century after. */
const earliestMs = Date.UTC(2026, 0, 1);
const latestMs = Date.UTC(2076, 0, 1);

/** What a request without an answer means; a wrong clock is named where it is the reason. */
export function describeFailure({ failure, message, code, sent }: TransportFailure, wallMs: number): AnswerForAll {
  if (failure === "tls" && isClockFault(code, wallMs)) {
    const shown = isoTime(wallMs);
    const reason = `this machine's clock is wrong (it shows ${shown}), so the server's certificate can't be checked: set the clock, or wait until it is set from the network`;
    return { result: "tls", consequence: "wait-for-clock", reason, retryAfterMs: null };
  }
  const reason = `${descriptions[failure][sent ? "sent" : "unsent"]} (${message}); retrying later`;
  return { result: failure, consequence: "back-off-account", reason, retryAfterMs: null };
}

/** The round ended while the server was asked: nobody is to blame, and what became of it is not known. */
export const interrupted: AnswerForAll = {
  result: "network",
  consequence: "interrupted",
  reason:
    "the round ended before the server answered, so it is unknown whether it published the address; it is sent again in the next round",
  retryAfterMs: null,
};

/** Something that should never happen, most likely because of an unexpected answer: reported, and tried again later. */
export function describeDefect(error: unknown): AnswerForAll {
  const [words = ""] = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split("\n");
  const reason = `internal error (${words.slice(0, maxDefectLength)}); please report it; retrying later`;
  return { result: "unparseable", consequence: "back-off", reason, retryAfterMs: null };
}

const untrusted = "no secure connection to the server";

/** "Could not be confirmed" where the request may have gone through, "nothing was published" where it surely did not. */
const descriptions: Readonly<Record<TransportFailure["failure"], Readonly<Record<"sent" | "unsent", string>>>> = {
  timeout: {
    sent: "the server did not answer in time, so it is unknown whether it published the address",
    unsent: "the server could not be reached in time, so nothing was published",
  },
  network: {
    sent: "the connection broke, so it is unknown whether the server published the address",
    unsent: "the server could not be reached, so nothing was published",
  },
  tls: { sent: untrusted, unsent: untrusted },
};

/** A certificate that is not valid yet means a clock that is behind; one that has expired only with an absurd clock. */
export function isClockFault(code: string | null, wallMs: number): boolean {
  if (code === "CERT_NOT_YET_VALID") return true;
  return code === "CERT_HAS_EXPIRED" && (wallMs < earliestMs || wallMs > latestMs);
}

/** A network that only lets a proxy out answers everything else with silence. */
const noConnection =
  "no connection in time; if the network reaches the Internet only through a proxy, set account.proxy or HTTPS_PROXY";

interface FailureCircumstances {
  /** Our own time limit ended it. */
  readonly timedOut: boolean;
  readonly sent: boolean;
}

/** What an error of Node's client stands for. */
export function failureOf(error: unknown, { timedOut, sent }: FailureCircumstances): TransportFailure {
  if (timedOut) {
    const message = sent ? "no complete answer in time" : noConnection;
    return { failure: "timeout", message, code: null, sent };
  }
  const code = codeOf(error);
  const words = firstLineOf(error);
  if (code === "ETIMEDOUT") return { failure: "timeout", message: noConnection, code, sent };
  const message = (code === null ? null : describeConnectionError(code, { host: null, family: null })) ?? words;
  return { failure: code !== null && isTlsCode(code) ? "tls" : "network", message, code, sent };
}
