import type { UpdateAnswer } from "../engine.ts";

/** Why no answer came back. */
export interface TransportFailure {
  readonly failure: "timeout" | "network" | "tls";
  /** In plain words, without a secret. */
  readonly message: string;
  /** The code of the system or of OpenSSL, such as `ECONNREFUSED` or `CERT_NOT_YET_VALID`; null where there is none. */
  readonly code: string | null;
}

type Failed = Omit<UpdateAnswer, "hostname" | "family">;

/** No clock that is right shows a time before this was written, or half a century after. */
const earliestMs = Date.UTC(2026, 0, 1);
const latestMs = Date.UTC(2076, 0, 1);

/** What a request without an answer means; a wrong clock is named where it is the reason. */
export function describeFailure({ failure, message, code }: TransportFailure, wallMs: number): Failed {
  if (failure === "tls" && isClockFault(code, wallMs)) {
    const shown = new Date(wallMs).toISOString();
    const reason = `this machine's clock is wrong (it shows ${shown}), so the server's certificate can't be checked: set the clock, or wait until it is set from the network`;
    return { result: "tls", consequence: "wait-for-clock", reason, retryAfterMs: null };
  }
  const reason = `${descriptions[failure]} (${message}); tried again later`;
  return { result: failure, consequence: "back-off-account", reason, retryAfterMs: null };
}

const descriptions: Readonly<Record<TransportFailure["failure"], string>> = {
  timeout: "the server did not answer in time, so whether it published the address could not be confirmed",
  network: "the server could not be reached, or the connection broke",
  tls: "no secure connection to the server",
};

/** A certificate that is not valid yet means a clock that is behind; one that has expired only with an absurd clock. */
export function isClockFault(code: string | null, wallMs: number): boolean {
  if (code === "CERT_NOT_YET_VALID") return true;
  return code === "CERT_HAS_EXPIRED" && (wallMs < earliestMs || wallMs > latestMs);
}
